using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.SmsSignIn;

/// <summary>
/// The code that was sent to a phone last: for one sign-in, five minutes and five tries. In the database, where all nodes see one truth, and as a
/// keyed hash: six digits behind a plain hash are found out in a second.
/// </summary>
public sealed class SmsCodes(Database database, PersonalData crypto, TimeProvider clock)
{
    public const int Digits = 6;

    /// <summary>Guesses for one code. Ten codes a day and five guesses each: one of 20 000 phones that are tried all day is guessed.</summary>
    public const int Tries = 5;

    public static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(5);

    /// <summary>Between two codes to one phone: by then a text message has arrived, or will not.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromSeconds(60);

    public static string New() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>As people type and paste it: with blanks, or digits of full width.</summary>
    /// <returns>Null when it is no code.</returns>
    public static string? Read(string? written)
    {
        var digits = new StringBuilder(Digits);
        foreach (var sign in written ?? "")
        {
            if (char.IsDigit(sign) && digits.Length < Digits + 1)
                digits.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(sign)));
            else if (!char.IsWhiteSpace(sign) && char.GetUnicodeCategory(sign) is not (UnicodeCategory.DashPunctuation or UnicodeCategory.Format))
                return null;
        }

        return digits.Length == Digits ? digits.ToString() : null;
    }

    /// <returns>Null when one may be sent to this phone, else how long until it may.</returns>
    public async Task<TimeSpan?> WaitAsync(IReadOnlyList<string> phoneHashes, CancellationToken ct)
    {
        var sentAt = await database.ReadAsync(
            connection => connection.QueryFirstOrDefaultAsync<DateTimeOffset?>("select sent_at from sms_codes where phone_hash in @phoneHashes order by sent_at desc limit 1", new { phoneHashes }), ct);
        return sentAt + Gap - clock.GetUtcNow() is { } wait && wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>Replaces the code before it.</summary>
    /// <returns>The message's id; null when another code was sent less than the gap ago: of two calls at once one sends.</returns>
    public Task<string?> KeepAsync(IReadOnlyList<string> phoneHashes, string code, CancellationToken ct)
    {
        var (now, phoneHash) = (clock.GetUtcNow(), phoneHashes[0]);
        var row = new { phoneHash, Others = phoneHashes.Skip(1).ToList(), CodeHash = crypto.LookupHash(Kind, Said(phoneHash, code)), now, Before = now - Gap, Until = now + ValidFor };
        return database.WriteAsync(
            async scope =>
            {
                await scope.ExecuteAsync($"{scope.Dialect.InsertOrIgnore} sms_codes (phone_hash, code_hash, tries, sent_at, expires_at) values (@phoneHash, '', 0, 0, 0)", row);
                if (await scope.ExecuteAsync(Replace, row) != 1)
                    return null;
                if (row.Others.Count > 0)
                    await scope.ExecuteAsync("delete from sms_codes where phone_hash in @Others", row);
                return Ids.New(clock);
            },
            ct);
    }

    /// <summary>It did not go out: the next one need not wait.</summary>
    public Task<int> DropAsync(IReadOnlyList<string> phoneHashes, string code) => database.WriteAsync(
        async scope => await scope.FirstOrDefaultAsync<Sent>(Select, new { phoneHashes }) is { } sent && IsRight(sent, code)
            ? await scope.ExecuteAsync("delete from sms_codes where phone_hash = @PhoneHash and code_hash = @CodeHash", sent)
            : 0,
        CancellationToken.None);

    /// <summary>Counts the try, and takes the code away when it was right. The caller's transaction must commit when it was wrong, too.</summary>
    public async Task<bool> SpendAsync(WriteScope scope, IReadOnlyList<string> phoneHashes, string code)
    {
        var attempt = new { phoneHashes, Now = clock.GetUtcNow(), Tries };
        var sent = await scope.ExecuteAsync(CountTry, attempt) == 0 ? null : await scope.FirstOrDefaultAsync<Sent>(Select, attempt);
        if (sent is null || !IsRight(sent, code))
        {
            if (await scope.FirstOrDefaultAsync<string>(SelectOfficial, attempt) is { } account)
                SignInAttempts.TellWrong(scope, clock, "sms", account);
            return false;
        }

        await scope.ExecuteAsync("delete from sms_codes where phone_hash in @phoneHashes", attempt);
        return true;
    }

    private bool IsRight(Sent sent, string code) => crypto.IsLookupHash(Kind, Said(sent.PhoneHash, code), sent.CodeHash);

    private static string Said(string phoneHash, string code) => $"{phoneHash}:{code}";

    private const string Kind = "sms-code";

    private const string Select = "select phone_hash, code_hash from sms_codes where phone_hash in @phoneHashes order by sent_at desc limit 1";

    private const string Replace = """
        update sms_codes set code_hash = @CodeHash, tries = 0, sent_at = @now, expires_at = @Until
        where phone_hash = @phoneHash and sent_at <= @Before
        """;

    private const string SelectOfficial = """
        select u.id from users u where u.phone_hash in @phoneHashes and u.active = 1 and exists (select 1 from user_roles r where r.user_id = u.id and r.role <> 'Resident')
        """;

    private const string CountTry = """
        update sms_codes set tries = tries + 1 where phone_hash in @phoneHashes and tries < @Tries and expires_at > @Now
        """;

    private sealed record Sent
    {
        public string PhoneHash { get; init; } = "";

        public string CodeHash { get; init; } = "";
    }
}
