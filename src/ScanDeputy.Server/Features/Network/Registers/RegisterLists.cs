using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.Tables;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>Reads registers: lists, single rows, files.</summary>
public sealed class RegisterLists(Database database, ImportMasterData import, StationCache stations, PersonalData crypto)
{
    /// <param name="register">Of which kind.</param>
    /// <param name="q">Words of names, numbers or addresses; case and width make no difference.</param>
    /// <param name="active">Only those in use, or only the others.</param>
    /// <param name="group">Only those of this group, where rows have some.</param>
    /// <param name="limit">How many.</param>
    /// <param name="after">The last id of the page before.</param>
    /// <param name="user">Whose jurisdiction.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Result<Page<TItem>>> ListAsync<TItem, TFields>(
        Register<TItem, TFields> register, string? q, bool? active, string? group, string? limit, string? after, CurrentUser user, CancellationToken ct)
        where TItem : class, IRegisterItem
    {
        var page = PageRequest.Parse(limit, after, id => id.Length <= 80);
        if (page.Refusal is { } refusal)
            return refusal;

        var wanted = SearchText.Fold(q ?? "");
        var rows = (await database.ReadAsync(connection => register.ListAsync(connection, user.Jurisdiction!), ct))
            .Where(item => (active is null || item.Active == active) && (string.IsNullOrEmpty(group) || item.Groups.Contains(group, StringComparer.Ordinal)) && (wanted.Length == 0 || SearchText.Of(item.Searched).Contains(wanted, StringComparison.Ordinal)));
        if (page.Value.After is { } last)
            rows = rows.SkipWhile(item => item.Id != last).Skip(1);
        return page.Value.Cut<TItem>([.. Opened(register, rows.Take(page.Value.Limit + 1), "list", user)], item => item.Id);
    }

    public async Task<Result<TItem>> GetAsync<TItem, TFields>(Register<TItem, TFields> register, string id, CurrentUser user, CancellationToken ct)
        where TItem : class, IRegisterItem =>
        await database.ReadAsync(connection => register.FindAsync(connection, id, user.Jurisdiction!), ct) is { } item
            ? Opened(register, [item], id, user)[0]
            : new Refusal(ErrorCodes.NotFound);

    /// <param name="shown">Which row it is that is shown, for the audit trail.</param>
    private List<TItem> Opened<TItem, TFields>(Register<TItem, TFields> register, IEnumerable<TItem> items, string shown, CurrentUser user)
        where TItem : class, IRegisterItem
    {
        var opened = items.Select(item => register.Open(item, crypto)).ToList();
        if (opened.Exists(register.HasContact))
            CallNotes.Add(new AuditEntry(AuditKinds.ContactViewed, user.Jurisdiction!, user.Id) { Object = DataChanges.NameOf(register.Table), ObjectId = shown });
        return opened;
    }

    /// <summary>Of rows in use, each once.</summary>
    public async Task<IReadOnlyList<string>> GroupsAsync<TItem, TFields>(Register<TItem, TFields> register, CurrentUser user, CancellationToken ct)
        where TItem : class, IRegisterItem => !register.HasGroups
        ? []
        : [.. (await database.ReadAsync(connection => register.ListAsync(connection, user.Jurisdiction!), ct)).Where(item => item.Active).SelectMany(item => item.Groups).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>All rows as a file that can be handed in again.</summary>
    public async Task<Result<TableExport>> ExportAsync<TItem, TFields>(
        Register<TItem, TFields> register, string? format, CurrentUser user, CancellationToken ct)
        where TItem : class, IRegisterItem
    {
        if (TableExport.RefusalOf(format) is { } refusal)
            return refusal;

        var (sheet, rows) = (register.Sheet, await database.ReadAsync(connection => register.ListAsync(connection, user.Jurisdiction!), ct));
        return TableExport.Of(sheet.ToWrite(Opened(register, rows, "export", user).Select(item => item.Columns())), sheet.Title, format);
    }

    public async Task<Result<ImportCounty.Report>> ImportAsync<TItem, TFields>(Register<TItem, TFields> register, ImportFile file, bool dryRun, CurrentUser user, CancellationToken ct)
        where TItem : class, IRegisterItem
    {
        var done = await import.RunAsync(register.Sheet, file, user.Jurisdiction!, user.Id, dryRun, ct);
        if (!dryRun && done.Faults.Count == 0)
            await stations.InvalidateAllAsync(user.Jurisdiction!, ct);
        return ImportCounty.Report.Of(done, dryRun);
    }
}
