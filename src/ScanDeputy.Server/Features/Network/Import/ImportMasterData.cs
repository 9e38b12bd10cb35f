using System.Security.Cryptography;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Constituencies;
using ScanDeputy.Server.Features.Network.Deputies;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Network.Import;

/// <param name="Faults">When there are any, nothing was written.</param>
/// <param name="Codes">Stations that had no code, with the one that was issued.</param>
/// <param name="Passwords">User names with the passwords that were made.</param>
public sealed record ImportReport(
    IReadOnlyList<ImportFault> Faults, IReadOnlyDictionary<string, (int Inserted, int Updated, int Unchanged)> Counts,
    IReadOnlyList<(string Station, string Code)> Codes, IReadOnlyList<(string UserName, string Password)> Passwords)
{
    /// <summary>Each file or sheet that was read, with its rows.</summary>
    public IReadOnlyDictionary<string, int> Files { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>User names of accounts that are closed and stay so, although the list says that they are in use.</summary>
    public IReadOnlyList<string> LeftClosed { get; init; } = [];

    internal IReadOnlyList<string> EndedSessions { get; init; } = [];

    /// <summary>Files of the folder that are the system's own.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}

/// <summary>Loads a jurisdiction's master data from a folder, an archive or a workbook: everything or nothing, and only what differs.</summary>
public sealed class ImportMasterData(Database database, PersonalData crypto, RuleBook book, ReceptionPlanner planner, StaffClosing closing, TimeProvider clock)
{
    private const string Rolled = "import_not_wanted";

    /// <summary>From the server's own disk.</summary>
    /// <param name="dryRun">Only says what would be done.</param>
    /// <param name="keepPasswords">Called before the commit with the passwords that were made; null to make none.</param>
    public Task<ImportReport> RunAsync(string folder, bool dryRun, Action<IReadOnlyList<(string UserName, string Password)>>? keepPasswords, CancellationToken ct)
    {
        var faults = new ImportFaults();
        return RunAsync(ImportFiles.OfFolder(folder, faults), faults, null, DataChanges.Command, dryRun, keepPasswords, ct);
    }

    /// <summary>From an administrator, into their own jurisdiction; accounts only from one who may make them.</summary>
    /// <inheritdoc cref="RunAsync(string, bool, Action{IReadOnlyList{ValueTuple{string, string}}}, CancellationToken)"/>
    public Task<ImportReport> RunAsync(ImportFile file, CurrentUser user, bool dryRun, Action<IReadOnlyList<(string UserName, string Password)>>? keepPasswords, CancellationToken ct)
    {
        var faults = new ImportFaults();
        var files = ImportFiles.OfUpload(file, faults);
        if (files.Find(SheetDefinition.Staff) is { } staff && !Rights.Allows(Rights.Secure, user))
            faults.AddFile(staff.Name, "staff_not_yours");
        return RunAsync(files, faults, user.Jurisdiction!, user.Id, dryRun, keepPasswords, ct);
    }

    /// <summary>Rows of one kind, into a jurisdiction that is there.</summary>
    /// <param name="keepPasswords">Of a list of staff, as for a county; null to make none.</param>
    public Task<ImportReport> RunAsync(
        SheetDefinition sheet, ImportFile file, string jurisdiction, string by, bool dryRun, CancellationToken ct,
        Action<IReadOnlyList<(string UserName, string Password)>>? keepPasswords = null)
    {
        var faults = new ImportFaults();
        var files = ImportFiles.OfKind(sheet, file, faults);
        return RunAsync(files, faults, jurisdiction, by, dryRun, keepPasswords, ct);
    }

    private async Task<ImportReport> RunAsync(
        ImportFiles files, ImportFaults faults, string? own, string by, bool dryRun, Action<IReadOnlyList<(string UserName, string Password)>>? keepPasswords, CancellationToken ct)
    {
        // Who hands in some sheets only does not found a county: theirs is there.
        if (own is not null && files.Find(SheetDefinition.Jurisdiction) is null && await FindAsync(own, ct) is { } known)
            files.Add(SheetDefinition.Jurisdiction, new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = own, ["name"] = known.Name, ["number_prefix"] = known.NumberPrefix });

        var data = MasterData.Read(files, faults);
        if (data.Jurisdictions.Count != 1)
            faults.AddFile(files.Find(SheetDefinition.Jurisdiction)?.Name ?? SheetDefinition.Jurisdiction.FileName, "one_jurisdiction");
        else if (own is not null && data.Jurisdictions[0] is { } named && named.Code != own)
            named.Row.Fault("code", "other_county_file", named.Code, own);
        var report = new ImportReport(faults.All, new Dictionary<string, (int, int, int)>(StringComparer.Ordinal), [], []) { Files = faults.Rows, LeftOut = faults.LeftOut };
        if (faults.All.Count > 0)
        {
            // Faults of single rows only: then the whole is looked at as well, so that one run says all. Nothing is written.
            if (data.Jurisdictions is [var only] && faults.AreOfFieldsOnly)
                await database.WriteAsync<bool>(scope => LookAsync(scope, data, only.Code), ct);
            return report;
        }

        var passwords = keepPasswords is null || dryRun ? new Dictionary<string, IssuedPassword>(StringComparer.Ordinal) : await PreparePasswordsAsync(data, ct);
        await database.WriteAsync<bool>(
            async scope =>
            {
                // The work may run again.
                faults.Clear();
                var ids = await ImportIds.LoadAsync(scope, data.Jurisdictions[0].Code);
                await new ReferenceRules(data, data.Jurisdictions[0].Code, ids, book).CheckAsync(scope);
                if (faults.All.Count == 0)
                    report = await WriteAsync(scope, data, ids, by, passwords, faults);
                if (faults.All.Count > 0 || dryRun)
                    return new Refusal(Rolled);
                keepPasswords?.Invoke(report.Passwords);
                return true;
            },
            ct);
        if (faults.All.Count == 0 && !dryRun)
            await closing.ForgetAsync(report.EndedSessions);
        return report with { Faults = faults.All, Files = faults.Rows, LeftOut = faults.LeftOut };
    }

    private Task<JurisdictionRow?> FindAsync(string code, CancellationToken ct) => database.ReadAsync(
        connection => connection.QueryFirstOrDefaultAsync<JurisdictionRow?>("select name, number_prefix from jurisdictions where code = @code", new { code }), ct);

    private async Task<Result<bool>> LookAsync(WriteScope scope, MasterData data, string jurisdiction)
    {
        await new ReferenceRules(data, jurisdiction, await ImportIds.LoadAsync(scope, jurisdiction), book).CheckAsync(scope);
        return new Refusal(Rolled);
    }

    /// <summary>Hashing is slow on purpose: done before the transaction, for those in use who have no password.</summary>
    private async Task<Dictionary<string, IssuedPassword>> PreparePasswordsAsync(MasterData data, CancellationToken ct)
    {
        var have = (await database.ReadAsync(connection => connection.QueryAsync<string>("select user_name from users where user_name is not null and (password_hash is not null or active = 0)"), ct))
            .ToHashSet(StringComparer.Ordinal);
        return data.Staff.Select(line => line.UserName).Distinct(StringComparer.Ordinal).Where(name => !have.Contains(name))
            .ToDictionary(name => name, _ => IssuedPassword.New(), StringComparer.Ordinal);
    }

    private async Task<ImportReport> WriteAsync(
        WriteScope scope, MasterData data, ImportIds ids, string by, Dictionary<string, IssuedPassword> passwords, ImportFaults faults)
    {
        var jurisdiction = data.Jurisdictions[0];
        var upsert = new Upsert(scope, new DataChanges(jurisdiction.Code, by, clock));
        // An import into the demo does not make a real county of it.
        var isDemo = await scope.FirstOrDefaultAsync<int?>("select is_demo from jurisdictions where code = @Code", new { jurisdiction.Code }) == 1;
        await upsert.RunAsync("jurisdictions", 1, ("code", jurisdiction.Code), ("name", jurisdiction.Name), ("number_prefix", jurisdiction.NumberPrefix), ("is_demo", isDemo));
        await new MasterDataWriter(upsert, jurisdiction.Code, ids, new DistrictWriter(scope, upsert, ChinaTime.Today(clock)), new DeputyWriter(scope, upsert, crypto)).WriteAsync(data);
        await ConstituencySheet.WriteAsync(scope, upsert, data.Constituencies, jurisdiction.Code, ids);
        await PlanAsync(scope, data, jurisdiction.Code, ids);
        var codes = await IssueCodesAsync(scope, upsert, data, ids);
        var staff = new StaffImport(scope, upsert, crypto, jurisdiction.Code, ids, clock) { By = by, Closing = closing };
        var issued = await staff.RunAsync(data.Staff, passwords);
        return new ImportReport(faults.All, upsert.Counts, codes, [.. issued.Select(name => (name, passwords[name].Plain))]) { LeftClosed = staff.LeftClosed, EndedSessions = staff.Ended };
    }

    /// <summary>The days of new and changed rules; who is new in a station takes turns as well.</summary>
    private async Task PlanAsync(WriteScope scope, MasterData data, string jurisdiction, ImportIds ids)
    {
        if (data.ReceptionRules.Count > 0)
            await planner.PlanAsync(scope, [.. data.ReceptionRules.Select(line => ids.ReceptionRule(line.Id))]);
        else if (data.Stations.Count + data.Deputies.Count + data.Seats.Count > 0)
            ReceptionPlanner.PlanLater(scope, jurisdiction);
    }

    /// <summary>One for each station in use that has never had one; more are issued in the console.</summary>
    private async Task<IReadOnlyList<(string Station, string Code)>> IssueCodesAsync(WriteScope scope, Upsert upsert, MasterData data, ImportIds ids)
    {
        var issued = new List<(string, string)>();
        foreach (var line in data.Stations.Where(line => line.Active))
        {
            var id = ids.Station(line.Id);
            if (await scope.FirstOrDefaultAsync<string>("select code from station_codes where station_id = @id limit 1", new { id }) is not null)
                continue;

            var code = StationCode.Create(RandomNumberGenerator.GetBytes(StationCode.RandomBytes));
            await upsert.RunAsync(
                "station_codes", 1, ("code", code.ToString()), ("station_id", id), ("placement", ImportTexts.Format("placement")), ("status", CodeStatus.Active),
                ("issued_at", clock.GetUtcNow().ToUnixTimeMilliseconds()));
            issued.Add((line.Id, code.Display));
        }

        return issued;
    }

    private sealed record JurisdictionRow
    {
        public string Name { get; init; } = "";

        public string NumberPrefix { get; init; } = "";
    }
}
