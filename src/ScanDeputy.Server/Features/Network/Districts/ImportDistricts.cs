using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Network.Districts;

/// <summary>
/// Takes over a list of districts, from a county's to the nation's: everything is checked, the differences are shown, and written as a whole or not at all.
/// What is no longer in force keeps its row, to which cases and stations refer.
/// </summary>
public static class ImportDistricts
{
    /// <summary>Changes that an answer lists; the numbers are of all.</summary>
    public const int MostListed = 500;

    private const int RowsAtOnce = 5_000;
    private const string Rolled = "import_not_wanted";

    private static readonly FileFormAttribute Limits = new(2L * ImportCounty.LargestFile, ImportCounty.LargestFile, 1);

    /// <param name="Counts">How many of each kind.</param>
    /// <param name="Changes">The first of them, those first that take something out of force.</param>
    public sealed record Diff(IReadOnlyDictionary<DistrictChangeKind, int> Counts, IReadOnlyList<DistrictChange> Changes);

    public static void Map(RouteGroupBuilder admin) => admin.MapPost("/districts/import", async (
        bool? dryRun, bool? complete, HttpRequest request, CurrentUser user, Handler handler, CancellationToken ct) =>
    {
        var file = await FileForms.ReadOneAsync(request, Limits, "field_file_missing", ct);
        return file.Refusal is { } refusal
            ? new ProblemResult(refusal)
            : TypedResults.Ok(await handler.HandleAsync(new ImportFile(file.Value.Name, file.Value.Bytes), complete is true, dryRun is true, user, ct)) as IResult;
    })
        .DisableAntiforgery().WithName("ImportDistricts").Accepts<IFormFile>("multipart/form-data").Produces<ImportCounty.Report>();

    public sealed class Handler(Database database, StationCache stations, TimeProvider clock)
    {
        /// <param name="file">CSV or workbook.</param>
        /// <param name="complete">What it does not have is no longer in force.</param>
        /// <param name="dryRun">Only says what would be done.</param>
        /// <param name="user">An administrator, whose county it must be.</param>
        /// <param name="ct">Ends the work.</param>
        public async Task<ImportCounty.Report> HandleAsync(ImportFile file, bool complete, bool dryRun, CurrentUser user, CancellationToken ct)
        {
            var report = await RunAsync(file, user.Jurisdiction, user.Id, complete, dryRun, ct);
            if (report.Accepted && !dryRun)
                await stations.InvalidateAllAsync(user.Jurisdiction!, ct);
            return report;
        }

        /// <param name="file">CSV or workbook.</param>
        /// <param name="county">Null for who runs the server: any district.</param>
        /// <param name="by">An account, or the command.</param>
        /// <param name="complete">What it does not have is no longer in force.</param>
        /// <param name="dryRun">Only says what would be done.</param>
        /// <param name="ct">Ends the work.</param>
        public async Task<ImportCounty.Report> RunAsync(ImportFile file, string? county, string by, bool complete, bool dryRun, CancellationToken ct)
        {
            var faults = new ImportFaults();
            var files = ImportFiles.OfKind(SheetDefinition.Districts, file, faults);
            var lines = ImportSheet.Read(files, SheetDefinition.Districts, faults).Select(MasterData.DistrictOf).ToList();
            CheckOnce(lines);
            CheckPlace(lines, county);
            if (faults.All.Count > 0)
                return Of(faults, lines.Count, []);

            var changes = (IReadOnlyList<DistrictChange>)[];
            await database.WriteAsync<bool>(
                async scope =>
                {
                    // The work may run again.
                    faults.Clear();
                    var stored = await StoredAsync(scope, county);
                    CheckReferences(lines, stored);
                    if (faults.All.Count > 0)
                        return new Refusal(Rolled);

                    changes = DistrictChanges.Of(stored, [.. lines.Select(ListedOf)], complete);
                    if (dryRun)
                        return new Refusal(Rolled);

                    await WriteAsync(scope, lines, stored, changes, by);
                    return true;
                },
                ct);
            return Of(faults, lines.Count, changes);
        }

        private async Task WriteAsync(
            WriteScope scope, List<MasterData.DistrictLine> lines, IReadOnlyDictionary<string, DistrictChanges.Stored> stored, IReadOnlyList<DistrictChange> changes, string by)
        {
            var (today, written) = (Columns.Text(ChinaTime.Today(clock)), 0);
            var counties = (await scope.ListAsync<string>("select code from jurisdictions")).ToHashSet(StringComparer.Ordinal);
            var said = lines.ToDictionary(line => line.Code, StringComparer.Ordinal);
            // Where nothing was there before, it has not begun today.
            var from = stored.Count == 0 ? null : today;
            foreach (var change in changes.GroupBy(change => change.Code, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                WriteRow(scope, change, said.GetValueOrDefault(change.Key), stored.GetValueOrDefault(change.Key), from, today);
                // Of others nobody reads the audit trail.
                if (counties.Contains(change.Key[..6]))
                    new DataChanges(change.Key[..6], by, clock).Write(scope, "districts", change.Key, change.Select(one => new DataChanges.Column(ColumnOf(one.Kind), one.OldName, one.Successor ?? one.Name)));
                if (++written % RowsAtOnce == 0)
                    await scope.FlushAsync();
            }

            await scope.FlushAsync();
        }

        private static void WriteRow(
            WriteScope scope, IEnumerable<DistrictChange> changes, MasterData.DistrictLine? line, DistrictChanges.Stored? row, string? from, string today)
        {
            var (code, kinds) = (DistrictCode.Parse(line?.Code ?? row!.Code), changes.ToDictionary(change => change.Kind));
            var name = line?.Name ?? row!.Name;
            var closed = line is { Active: false } || kinds.ContainsKey(DistrictChangeKind.Closed) || kinds.ContainsKey(DistrictChangeKind.Moved) || kinds.ContainsKey(DistrictChangeKind.Merged);
            var open = kinds.ContainsKey(DistrictChangeKind.Added) || kinds.ContainsKey(DistrictChangeKind.Reopened);
            var values = new
            {
                Code = code.ToString(),
                Name = name,
                Level = code.Level.ToString(),
                Parent = DistrictWriter.ParentOf(code),
                Search = DistrictWriter.Searched(name),
                Initials = DistrictWriter.Initials(name),
                Body = line?.Row.Has("body") is true ? line.Body?.ToString() : row?.Body,
                From = from,
                To = closed ? row?.ValidTo ?? today : open ? null : row?.ValidTo,
                Successor = changes.Select(change => change.Successor).FirstOrDefault(successor => successor is not null)
                    ?? (line?.Row.Has("successor") is true ? line.Successor : open ? null : row?.Successor),
            };
            scope.Later(row is null ? Insert : Update, values);
        }

        private static string ColumnOf(DistrictChangeKind kind) => kind switch
        {
            DistrictChangeKind.Renamed or DistrictChangeKind.Added => "name",
            DistrictChangeKind.Restated => "body",
            _ => "valid_to",
        };
    }

    private static ImportCounty.Report Of(ImportFaults faults, int rows, IReadOnlyList<DistrictChange> changes)
    {
        var ok = faults.All.Count == 0;
        var (added, changed) = (changes.Count(change => change.Kind == DistrictChangeKind.Added), changes.Where(change => change.Kind != DistrictChangeKind.Added).DistinctBy(change => change.Code).Count());
        return new ImportCounty.Report(
            ok, rows, faults.All, [.. faults.Rows.Select(file => new ImportCounty.FileRows(file.Key, file.Value))], faults.LeftOut,
            ok ? [new ImportCounty.TableChanges("districts", added, changed, Math.Max(0, rows - added - changed))] : [], [], [])
        {
            Diff = new Diff(
                changes.CountBy(change => change.Kind).OrderBy(pair => pair.Key).ToDictionary(), [.. changes.OrderBy(change => change.Kind).ThenBy(change => change.Code, StringComparer.Ordinal).Take(MostListed)]),
        };
    }

    private static void CheckOnce(IEnumerable<MasterData.DistrictLine> lines)
    {
        var first = new Dictionary<string, ImportRow>(StringComparer.Ordinal);
        foreach (var line in lines.Where(line => line.Code.Length > 0))
        {
            if (!first.TryAdd(line.Code, line.Row))
                line.Row.Fault("code", "duplicate", first[line.Code].Line);
        }
    }

    /// <summary>An administrator's own county, and what it lies in.</summary>
    private static void CheckPlace(IEnumerable<MasterData.DistrictLine> lines, string? county)
    {
        if (county is null || !DistrictCode.TryParse(county, out var own))
            return;
        foreach (var line in lines)
        {
            if (DistrictCode.TryParse(line.Code, out var code) && !code.IsWithin(own) && !own.IsWithin(code))
                line.Row.Fault("code", "outside", code.Short, county);
        }
    }

    private static void CheckReferences(IReadOnlyList<MasterData.DistrictLine> lines, IReadOnlyDictionary<string, DistrictChanges.Stored> stored)
    {
        var coming = lines.Select(line => line.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            // A province is the top of what is stored.
            var parent = DistrictWriter.ParentOf(DistrictCode.Parse(line.Code));
            if (parent is not null && !coming.Contains(parent) && !stored.ContainsKey(parent))
                line.Row.Fault("code", "unknown_parent", DistrictCode.Parse(parent).Short);
            if (line.Successor is { } successor && !coming.Contains(successor) && !stored.ContainsKey(successor))
                line.Row.Fault("successor", "unknown_reference", successor, "districts.csv");
        }
    }

    private static DistrictChanges.Listed ListedOf(MasterData.DistrictLine line) => new(
        line.Code, line.Name, line.Body, line.Successor, line.Row.Has("active") ? line.Active : null, line.Row.Has("body"), line.Row.Has("successor"));

    /// <summary>Of a county: its own and those above it.</summary>
    private static async Task<IReadOnlyDictionary<string, DistrictChanges.Stored>> StoredAsync(WriteScope scope, string? county)
    {
        const string All = "select code, name, body, successor, valid_to from districts";
        if (county is null || !DistrictCode.TryParse(county, out var own))
            return (await scope.ListAsync<DistrictChanges.Stored>(All)).ToDictionary(row => row.Code, StringComparer.Ordinal);

        var above = own.Ancestors().Select(code => code.ToString()).ToList();
        var rows = await scope.ListAsync<DistrictChanges.Stored>($"{All} where code between @From and @To or code in @above", new { From = own.ToString(), To = own.Last, above });
        return rows.ToDictionary(row => row.Code, StringComparer.Ordinal);
    }

    private const string Insert = """
        insert into districts (code, name, level, parent, search_text, initials, body, valid_from, valid_to, successor)
        values (@Code, @Name, @Level, @Parent, @Search, @Initials, @Body, @From, @To, @Successor)
        """;

    private const string Update = """
        update districts set name = @Name, search_text = @Search, initials = @Initials, body = @Body, valid_to = @To, successor = @Successor, version = version + 1
        where code = @Code
        """;
}
