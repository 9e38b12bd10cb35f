using System.Data.Common;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Administration.Staff;

/// <summary>Checks and writes one account by the rules of the import.</summary>
public sealed class StaffWriter(Database database, PersonalData crypto, RuleBook book, StaffClosing closing, TimeProvider clock)
{
    /// <param name="by">Who does it, for the audit lines.</param>
    /// <param name="password">For one who has none.</param>
    /// <returns>Null when it was written.</returns>
    public async Task<Refusal?> WriteAsync(WriteScope scope, string jurisdiction, string userName, StaffDraft draft, string by, IssuedPassword? password = null)
    {
        var had = await Administrators.HoldAsync(scope, jurisdiction);
        var (data, ids, faults) = await ReadAsync(scope, jurisdiction, userName, draft);
        if (faults.All.Count == 0)
        {
            var passwords = password is null ? [] : new Dictionary<string, IssuedPassword>(StringComparer.Ordinal) { [userName] = password };
            var upsert = new Upsert(scope, new DataChanges(jurisdiction, by, clock));
            await new StaffImport(scope, upsert, crypto, jurisdiction, ids, clock) { By = by, Closing = closing, ByHand = true }.RunAsync(data.Staff, passwords);
            if ((await Administrators.HoldAsync(scope, jurisdiction)).LostSince(had) is { } lost)
                return new Refusal(lost);
        }

        return faults.All.Count == 0 ? null : faults.ToRefusal(FieldOf);
    }

    /// <summary>What can be said against an account before it is written, for one that waits for somebody's confirmation.</summary>
    public async Task<Refusal?> CheckAsync(WriteScope scope, string jurisdiction, string userName, StaffDraft draft)
    {
        var (data, _, faults) = await ReadAsync(scope, jurisdiction, userName, draft);
        if (await Duties.AreApartAsync(scope, jurisdiction))
            StaffImport.CheckDuties(data.Staff);
        return faults.All.Count == 0 ? null : faults.ToRefusal(FieldOf);
    }

    private async Task<(MasterData Data, ImportIds Ids, ImportFaults Faults)> ReadAsync(WriteScope scope, string jurisdiction, string userName, StaffDraft draft)
    {
        var faults = new ImportFaults();
        var titles = SheetDefinition.Staff.AllColumns.ToDictionary(column => column, SheetDefinition.Staff.LabelOf, StringComparer.Ordinal);
        var row = new ImportRow(SheetDefinition.Staff.Title, 1, draft.Columns(userName), titles, faults);
        row.CheckCharacters();
        var data = MasterData.Of(MasterData.StaffOf(row));
        var ids = await ImportIds.LoadAsync(scope, jurisdiction);
        await new ReferenceRules(data, jurisdiction, ids, book).CheckAsync(scope);
        return (data, ids, faults);
    }

    /// <summary>Two who take the same name or phone at the same moment: who comes second looks again, and finds it taken.</summary>
    public async Task<Result<T>> OnceMoreAsync<T>(Func<Task<Result<T>>> work)
    {
        try
        {
            return await work();
        }
        catch (DbException exception) when (database.Dialect.IsUniqueViolation(exception))
        {
            return await work();
        }
    }

    private static string FieldOf(string? title) => SheetDefinition.Staff.AllColumns.First(column => title is null || SheetDefinition.Staff.LabelOf(column) == title) switch
    {
        "user_name" => "userName",
        "supervisor_level" => "supervisorLevel",
        "station" => "stations",
        var column => column,
    };
}
