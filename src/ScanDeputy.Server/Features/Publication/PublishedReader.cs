using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>
/// Reads what is published. Which cases those are, and at which version, is asked of the database each time, along an index; what is shown of them is
/// kept under the answer, so that a copy is never of a case that has changed or was taken back.
/// </summary>
public sealed class PublishedReader(Database database, ISharedCache cache, RuleBook book, TimeProvider clock)
{
    private static readonly CacheKind Pages = new("published", TimeSpan.FromSeconds(60));
    private static readonly CacheKind Names = new("public-name", TimeSpan.FromSeconds(60));

    /// <summary>The jurisdiction's name; null where there is none of this code.</summary>
    public async Task<string?> NameOfAsync(string jurisdiction, CancellationToken ct) => PublicCases.IsCode(jurisdiction)
        ? await cache.GetAsync(Names, jurisdiction, "name", () => database.ReadAsync(
            connection => connection.QueryFirstOrDefaultAsync<string>("select name from jurisdictions where code = @jurisdiction", new { jurisdiction }), ct))
        : null;

    /// <summary>Another one whenever a published case is changed, comes or goes.</summary>
    public async Task<string> StateOfAsync(string jurisdiction, CancellationToken ct)
    {
        var (cases, changed) = await database.ReadAsync(connection => connection.QueryFirstAsync<(long, decimal)>(SelectState, new { jurisdiction }), ct);
        return string.Create(CultureInfo.InvariantCulture, $"{cases}-{changed}-{DayNumber.Of(ChinaTime.Today(clock))}");
    }

    public async Task<Result<Page<PublishedCase>>> ListAsync(string jurisdiction, PublishedFilter filter, PageRequest page, CancellationToken ct)
    {
        if (await NameOfAsync(jurisdiction, ct) is null)
            return new Refusal(ErrorCodes.NotFound);
        if (filter.Refusal is { } refusal)
            return refusal;

        var stamps = (await database.ReadAsync(
            connection => connection.QueryAsync<Stamp>(filter.Sql(database.Dialect, page.After is not null), filter.Parameters(jurisdiction, page)), ct)).AsList();
        var found = page.Cut(stamps, stamp => stamp.Id);
        if (found.Items.Count == 0)
            return new Page<PublishedCase>([], null);

        var today = ChinaTime.Today(clock);
        var kept = await cache.GetAsync(Pages, jurisdiction, PartOf(found.Items, today), () => database.ReadAsync(
            async connection => (Kept?)new Kept(await LoadAsync(connection, [.. found.Items.Select(stamp => stamp.Id)], today)), ct));
        return new Page<PublishedCase>(kept!.Cases, found.Next);
    }

    /// <param name="number">As it was issued.</param>
    public async Task<Result<PublishedDetail>> GetAsync(string jurisdiction, string number, CancellationToken ct)
    {
        var stamp = PublicCases.IsCode(jurisdiction)
            ? await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<Stamp>(SelectOne, new { jurisdiction, number }), ct)
            : null;
        if (stamp is null)
            return new Refusal(ErrorCodes.NotFound);

        var today = ChinaTime.Today(clock);
        var detail = await cache.GetAsync(Pages, jurisdiction, PartOf([stamp], today), () => database.ReadAsync(
            connection => LoadOneAsync(connection, jurisdiction, stamp.Id, today), ct));
        return detail is null ? new Refusal(ErrorCodes.NotFound) : detail;
    }

    private const string SelectState = $"select count(*), coalesce(sum(k.updated_at), 0) from cases k where {PublicCases.InJurisdiction} and {PublicCases.IsPublished}";

    private static async Task<IReadOnlyList<PublishedCase>> LoadAsync(DbConnection connection, IReadOnlyList<string> ids, DateOnly today)
    {
        var rows = await connection.QueryAsync<PublishedRow>($"{PublishedRow.Select} where k.id in @ids and {PublicCases.IsPublished} order by k.id desc", new { ids });
        var events = (await connection.QueryAsync<CaseEventRow>(SelectEvents, new { ids })).ToLookup(entry => entry.CaseId, StringComparer.Ordinal);
        return [.. rows.Select(row => row.ToCase([.. events[row.Id].Select(entry => entry.ToEvent())], today))];
    }

    private async Task<PublishedDetail?> LoadOneAsync(DbConnection connection, string jurisdiction, string id, DateOnly today)
    {
        if (await connection.QueryFirstOrDefaultAsync<PublishedRow>($"{PublishedRow.Select} where k.id = @id and {PublicCases.IsPublished}", new { id }) is not { } row)
            return null;
        if (await CaseFile.LoadAsync(connection, id) is not { } file)
            return null;

        var rules = await book.LoadAsync(connection, jurisdiction);
        var stages = await PublishedStages.OfAsync(connection, file, new CaseDates(file.State, rules), today);
        var photos = (await connection.QueryAsync<PublishedPhotos.Row>(PublishedPhotos.SelectOfCase, new { id }))
            .Where(photo => CaseAccess.IsPhotoPublished(file, photo.Id, photo.ContentStatus))
            .Select(photo => PublishedPhotos.Of(photo, jurisdiction, row.Number, file.State.Reply?.AttachmentIds.Contains(photo.Id, StringComparer.Ordinal) == true));
        return row.ToDetail(file.Events, today, stages, [.. photos]);
    }

    private static string PartOf(IEnumerable<Stamp> stamps, DateOnly today)
    {
        var said = string.Join(',', stamps.Select(stamp => string.Create(CultureInfo.InvariantCulture, $"{stamp.Id}.{stamp.Version}.{stamp.Photos}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{today:yyyyMMdd},{said}"))))[..40];
    }

    /// <summary>What a page of a list says, by the versions of the cases on it.</summary>
    private sealed record Kept(IReadOnlyList<PublishedCase> Cases);

    /// <summary>A case at a version; of one alone also how many photos may be shown, since a release changes no version.</summary>
    private sealed record Stamp
    {
        public string Id { get; init; } = "";

        public int Version { get; init; }

        public int Photos { get; init; } = -1;
    }

    private const string SelectEvents = $"select {CaseEventRow.Columns} from case_events where case_id in @ids order by case_id, sequence";

    private const string SelectOne = $"""
        select k.id, k.version,
          k.photos_public * 1000 + (select count(*) from attachments a where a.case_id = k.id and a.content_status = 'passed') as photos
        from cases k where k.number = @number and {PublicCases.InJurisdiction} and {PublicCases.IsPublished}
        """;
}
