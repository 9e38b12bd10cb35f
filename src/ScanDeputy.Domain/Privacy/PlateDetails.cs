using System.Text.RegularExpressions;

namespace ScanDeputy.Domain.Privacy;

/// <summary>Licence plates (GA 36): province, authority, five signs, or six of a car with new energy.</summary>
internal static partial class PlateDetails
{
    private const int FewestDigits = 2;

    public static IEnumerable<PersonalDetail> Find(PlainText written) => Form().Matches(written.Text)
        .Where(found => found.Groups["body"].Value.Count(char.IsAsciiDigit) >= FewestDigits)
        .Select(found => written.Detail(PersonalDetailKind.Plate, found, Masks.Plate));

    [GeneratedRegex(@"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-HJ-NP-Z][\s·•・.\-]{0,2}(?<body>(?:[A-HJ-NP-Z0-9][\s\-]?){4,5}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Z0-9])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
