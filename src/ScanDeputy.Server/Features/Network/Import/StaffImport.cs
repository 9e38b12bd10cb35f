using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>Accounts of staff and deputies, found by their user names; personal data is compared decrypted, since it is encrypted anew each time.</summary>
internal sealed class StaffImport(WriteScope scope, Upsert upsert, PersonalData crypto, string jurisdiction, ImportIds ids, TimeProvider clock)
{
    private readonly List<string> _ended = [];
    private readonly List<string> _leftClosed = [];
    private readonly AccountKeys _keys = new(crypto);
    private readonly Dictionary<Role, MasterData.StaffLine> _lost = [];
    private string? _roles;

    /// <summary>Who does it, for the audit lines.</summary>
    public string By { get; init; } = "import";

    public required StaffClosing Closing { get; init; }

    /// <summary>An administrator opens a closed account again, and takes down each change with its values; a list does neither.</summary>
    public bool ByHand { get; init; }

    /// <summary>Sessions that ended, to be forgotten after the commit.</summary>
    public IReadOnlyList<string> Ended => _ended;

    /// <summary>User names of closed accounts that the list says to be in use: a list that is older than the closing must not open them.</summary>
    public IReadOnlyList<string> LeftClosed => _leftClosed;

    /// <param name="passwords">By user name, for those who have none yet.</param>
    /// <returns>The user names whose password was written.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<MasterData.StaffLine> staff, IReadOnlyDictionary<string, IssuedPassword> passwords)
    {
        var issued = new List<string>();
        var had = await Administrators.HoldAsync(scope, jurisdiction);
        var (apart, second) = (await Duties.AreApartAsync(scope, jurisdiction), !ByHand && By != DataChanges.Command && await Duties.AskSecondPersonAsync(scope, jurisdiction));
        await GiveUpPhonesAsync(staff);
        foreach (var line in staff)
        {
            var user = await scope.FirstOrDefaultAsync<UserRow>(SelectUser, new { line.UserName });
            if (user is not null && user.Jurisdiction != jurisdiction)
            {
                line.Row.Fault("user_name", "taken_user", line.UserName);
                continue;
            }

            if (user is { Active: false } && !ByHand)
            {
                LeaveClosed(line, user);
                continue;
            }

            if (apart && !CheckDuties([line]))
                continue;
            if (second && line.Active && await GivesRolesAsync(line, user?.Id))
                line.Row.Fault("roles", "second_person");
            else if (await IsPhoneTakenAsync(line, user?.Id))
                line.Row.Fault("phone", "taken_phone");
            else if (ReferenceRules.FitsTown(line, TownOf(line, user)))
                issued.AddRange(await WriteAsync(line, user, passwords.GetValueOrDefault(line.UserName)) ? [line.UserName] : []);
        }

        if (staff.Count > 0 && (await Administrators.HoldAsync(scope, jurisdiction)).LostSince(had) is { } lost)
            _lost.GetValueOrDefault(lost == PeopleErrors.LastAdministrator ? Role.Administrator : Role.SecurityAdministrator, staff[0]).Row.Fault("roles", lost);
        return issued;
    }

    /// <summary>Where duties are kept apart: names what one alone may have.</summary>
    /// <returns>False when somebody would have two of them.</returns>
    public static bool CheckDuties(IReadOnlyList<MasterData.StaffLine> staff)
    {
        var fit = true;
        foreach (var line in staff.Where(line => line.Active))
        {
            if (Duties.CombinedIn(line.Roles) is not [var one, var other, ..])
                continue;

            line.Row.Fault("roles", "duties_combined", Terms.Of(one), Terms.Of(other));
            fit = false;
        }

        return fit;
    }

    /// <summary>Closing is final, and an account is a person's: whoever has the post now gets one of their own.</summary>
    private void LeaveClosed(MasterData.StaffLine line, UserRow user)
    {
        upsert.Count("users", Upserted.Unchanged);
        if (!line.Active)
            return;
        if (user.NameEncrypted is { } name && crypto.Decrypt(PersonalDataPurpose.Name, name) != line.Name)
            line.Row.Fault("user_name", "closed_user", line.UserName);
        else
            _leftClosed.Add(line.UserName);
    }

    private static string? TownOf(MasterData.StaffLine line, UserRow? user) => line.SaysTown ? line.Town : user?.Town;

    /// <summary>A resident who has it verified becomes one of the staff by it; another staff account keeps it.</summary>
    private async Task<bool> IsPhoneTakenAsync(MasterData.StaffLine line, string? userId) =>
        NumberOf(line) is { } phone && await _keys.ClaimPhoneAsync(scope, phone, userId) is not null;

    /// <summary>Before any is written: a leaver's phone may stand on another line, and two people may have changed theirs.</summary>
    private async Task GiveUpPhonesAsync(IReadOnlyList<MasterData.StaffLine> staff)
    {
        foreach (var line in staff)
            await scope.ExecuteAsync(GiveUpPhone, new { line.UserName, jurisdiction, Hashes = PhoneHashes(line) });
    }

    /// <returns>True when its password was written.</returns>
    private async Task<bool> WriteAsync(MasterData.StaffLine line, UserRow? user, IssuedPassword? password)
    {
        var nameStays = user?.NameEncrypted is { } name && crypto.Decrypt(PersonalDataPurpose.Name, name) == line.Name;
        var phoneStays = user is not null && PhoneHashes(line).Contains(user.PhoneHash ?? NoPhone);
        var reopens = user is { Active: false } && line.Active;
        var closes = user is { Active: true } && !line.Active;
        var keptPassword = reopens || closes ? null : user?.PasswordHash;
        var givesPassword = password is not null && keptPassword is null;
        var id = user?.Id ?? Ids.New(clock);
        // A name of a post goes to whoever has the post now: neither the leaver's WeChat nor their password opens it.
        if (reopens)
            await _keys.FreeOpenIdAsync(scope, id);
        if (reopens || closes)
            _ended.AddRange(await Closing.EndAsync(scope, id));
        if (user is not null && !phoneStays && Phone(line) is not null)
            AccountChanges.Write(scope, clock, id, AccountChanges.PhoneRegistered, By);
        var done = await upsert.RunAsync(
            "users", 1,
            ("id", id),
            ("jurisdiction", jurisdiction),
            ("user_name", line.UserName),
            ("name_encrypted", nameStays ? user!.NameEncrypted : crypto.Encrypt(PersonalDataPurpose.Name, line.Name)),
            ("phone_encrypted", phoneStays ? user!.PhoneEncrypted : Phone(line) is not { } phone ? null : crypto.Encrypt(PersonalDataPurpose.Phone, phone)),
            ("phone_hash", phoneStays ? user!.PhoneHash : NumberOf(line) is { } number ? _keys.HashOf(number) : null),
            ("password_hash", givesPassword ? password!.Hash : keptPassword),
            ("password_must_change", givesPassword || (keptPassword is not null && user!.PasswordMustChange)),
            ("deputy_id", line.Deputy is null ? null : ids.Deputy(line.Deputy)),
            ("agency_id", line.Agency is null ? null : ids.Agency(line.Agency)),
            ("supervisor_level", line.SupervisorLevel),
            ("town", TownOf(line, user)),
            ("active", line.Active),
            ("created_at", user?.CreatedAt ?? clock.GetUtcNow().ToUnixTimeMilliseconds()));
        var othersChanged = await WriteRolesAsync(id, line) | await WriteStationsAsync(id, line);
        if (done == Upserted.Updated || (othersChanged && done != Upserted.Inserted))
            await scope.ExecuteAsync("update users set version = version + 1 where id = @id", new { id });
        if (!ByHand && (done != Upserted.Unchanged || othersChanged))
            AccountChanges.Write(scope, clock, id, done == Upserted.Inserted ? AccountChanges.Created : closes ? AccountChanges.Closed : AccountChanges.Changed, By, _roles);
        return givesPassword;
    }

    /// <summary>Whether the line says other roles than the account has, or makes one.</summary>
    private async Task<bool> GivesRolesAsync(MasterData.StaffLine line, string? userId) =>
        userId is null || !(await RolesOfAsync(userId)).SetEquals(line.Roles.Select(role => role.ToString()));

    private async Task<HashSet<string>> RolesOfAsync(string id) =>
        (await scope.ListAsync<string>("select role from user_roles where user_id = @id and role <> 'Resident'", new { id })).ToHashSet(StringComparer.Ordinal);

    /// <summary>Roles are the one thing that is taken away: a right that is no longer in the list must not stay. What somebody is as a resident is theirs.</summary>
    private async Task<bool> WriteRolesAsync(string id, MasterData.StaffLine line)
    {
        var had = await RolesOfAsync(id);
        var has = line.Roles.Select(role => role.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var role in Duties.Apart.Where(role => had.Contains(role.ToString()) && !(line.Active && line.Roles.Contains(role))))
            _lost[role] = line;
        foreach (var role in had.Except(has, StringComparer.Ordinal))
        {
            await scope.ExecuteAsync("delete from user_roles where user_id = @id and role = @role", new { id, role });
            upsert.Count("user_roles", Upserted.Updated);
        }

        foreach (var role in has)
            await upsert.RunAsync("user_roles", 2, ("user_id", id), ("role", role), ("jurisdiction", jurisdiction));
        _roles = had.SetEquals(has) ? null : $"{SheetDefinition.Staff.LabelOf("roles")}：{NamesOf(had)} → {NamesOf(has)}";
        return _roles is not null;
    }

    private static string NamesOf(IReadOnlyCollection<string> roles) => roles.Count == 0 ? "（无）" : string.Join('、', roles.Order(StringComparer.Ordinal).Select(role => Terms.Of(Enum.Parse<Role>(role))));

    private async Task<bool> WriteStationsAsync(string id, MasterData.StaffLine line)
    {
        var had = (await scope.ListAsync<string>("select station_id from station_keepers where user_id = @id", new { id })).ToHashSet(StringComparer.Ordinal);
        var has = line.Stations.Select(ids.Station).ToHashSet(StringComparer.Ordinal);
        foreach (var stationId in had.Except(has, StringComparer.Ordinal))
        {
            await scope.ExecuteAsync("delete from station_keepers where user_id = @id and station_id = @stationId", new { id, stationId });
            upsert.Count("station_keepers", Upserted.Updated);
        }

        foreach (var stationId in has)
            await upsert.RunAsync("station_keepers", 2, ("user_id", id), ("station_id", stationId));
        return !had.SetEquals(has);
    }

    /// <summary>Who is not in office holds no number.</summary>
    private static string? Phone(MasterData.StaffLine line) => line.Active ? line.Phone : null;

    private static PhoneNumber? NumberOf(MasterData.StaffLine line) => PhoneNumber.Parse(Phone(line));

    /// <summary>What may stand for the line's phone in the database.</summary>
    private IReadOnlyList<string> PhoneHashes(MasterData.StaffLine line) => NumberOf(line) is { } phone ? _keys.HashesOf(phone) : [NoPhone];

    private const string NoPhone = "";

    private const string GiveUpPhone = """
        update users set phone_hash = null, phone_encrypted = null
        where user_name = @UserName and jurisdiction = @jurisdiction and phone_hash is not null and phone_hash not in @Hashes
        """;

    private const string SelectUser =
        "select id, jurisdiction, name_encrypted, phone_encrypted, phone_hash, password_hash, password_must_change, town, active, created_at from users where user_name = @UserName";

    private sealed record UserRow
    {
        public string Id { get; init; } = "";

        public string? Jurisdiction { get; init; }

        public string? NameEncrypted { get; init; }

        public string? PhoneEncrypted { get; init; }

        public string? PhoneHash { get; init; }

        public string? PasswordHash { get; init; }

        public bool PasswordMustChange { get; init; }

        public string? Town { get; init; }

        public bool Active { get; init; }

        public long CreatedAt { get; init; }
    }
}
