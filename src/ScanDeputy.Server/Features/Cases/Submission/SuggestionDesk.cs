using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Submission;

/// <summary>Where a deputy's own suggestion belongs: a station of the deputy's jurisdiction, by its id or its code, else the first one in which the deputy sits.</summary>
public sealed class SuggestionDesk(Database database, RuleBook book, StationDesk stations)
{
    /// <param name="code">Of the station's plate; null where it is not said so.</param>
    public async Task<Result<StationDesk.Opened>> OpenAsync(CurrentUser user, string? stationId, string? code, string categoryId, DateTimeOffset now, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(code))
            return await database.ReadAsync(connection => OpenAsync(connection, user, stationId, categoryId), ct);

        var opened = await stations.OpenAsync(code, categoryId, null, now, ct);
        return opened.IsRefused || opened.Value.Jurisdiction == user.Jurisdiction ? opened : new Refusal(StationErrors.StationCodeUnknown);
    }

    private async Task<Result<StationDesk.Opened>> OpenAsync(DbConnection connection, CurrentUser user, string? stationId, string categoryId)
    {
        var chosen = string.IsNullOrEmpty(stationId) ? null : stationId;
        if (await connection.QueryFirstOrDefaultAsync<Place>(SelectStation, new { chosen, user.DeputyId, user.Jurisdiction }) is not { } place)
            return Refusal.OfField("stationId", chosen is null ? "field_own_station" : "field_station_unknown");
        if (await connection.QueryFirstOrDefaultAsync<Category>(SelectCategory, new { categoryId, user.Jurisdiction }) is not { } category)
            return Refusal.OfField("categoryId", "field_category_unknown");
        if (category.Stopper is not null)
            return new Refusal(CaseErrors.CategoryStopped);

        return new StationDesk.Opened(
            user.Jurisdiction!, place.NumberPrefix, place.StationId, place.District, user.DeputyId, [], await book.LoadAsync(connection, user.Jurisdiction!));
    }

    private const string SelectStation = """
        select s.id as station_id, s.district, j.number_prefix
        from stations s
        join jurisdictions j on j.code = s.jurisdiction
        left join station_deputies sd on sd.station_id = s.id and sd.deputy_id = @DeputyId
        where s.jurisdiction = @Jurisdiction and s.active = 1 and (s.id = @chosen or (@chosen is null and sd.deputy_id is not null))
        order by sd.position, s.id limit 1
        """;

    private const string SelectCategory = "select stopper from categories where id = @categoryId and jurisdiction = @Jurisdiction and active = 1";

    private sealed record Place
    {
        public string StationId { get; init; } = "";

        public string District { get; init; } = "";

        public string NumberPrefix { get; init; } = "";
    }

    private sealed record Category
    {
        public string? Stopper { get; init; }
    }
}
