namespace ScanDeputy.Domain.Privacy;

/// <summary>How personal data is shown to those who may know of it but not see it whole (WeChat's security guide: first 3 and last 2 digits, 王*四).</summary>
public static class Masks
{
    public static string Phone(string phone) =>
        phone.Length < 6 ? "****" : $"{phone[..3]}{new string('*', phone.Length - 5)}{phone[^2..]}";

    /// <summary>First and last of eighteen.</summary>
    public static string IdCard(string number) => $"{number[0]}{new string('*', number.Length - 2)}{number[^1]}";

    public static string BankCard(string number) => $"{new string('*', number.Length - 4)}{number[^4..]}";

    /// <summary>Province and authority, however the signs are spaced.</summary>
    public static string Plate(string plate)
    {
        var signs = string.Concat(plate.Where(char.IsLetterOrDigit));
        return $"{signs[..2]}{new string('*', signs.Length - 2)}";
    }

    /// <summary>The first sign of what somebody is found by.</summary>
    public static string Handle(string handle) => $"{handle[0]}{new string('*', handle.Length - 1)}";

    public static string Name(string name)
    {
        var runes = name.EnumerateRunes().ToArray();
        return runes.Length switch
        {
            0 => "",
            1 => "*",
            2 => $"{runes[0]}*",
            _ => $"{runes[0]}{new string('*', runes.Length - 2)}{runes[^1]}",
        };
    }
}
