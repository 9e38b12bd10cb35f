using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Similar;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;

namespace ScanDeputy.Server.Features.Cases.Similar;

/// <summary>
/// Finds open cases that are probably about the same matter. The database narrows by category, state, station and place along two indexes and
/// never gives more than <see cref="Most"/>; the domain compares the texts (docs/decisions/0014).
/// </summary>
internal static class SimilarSearch
{
    /// <summary>How many are compared at the most, the newest.</summary>
    public const int Most = 200;

    /// <summary>How many are shown: more are no help in choosing.</summary>
    public const int MostShown = 5;

    /// <summary>In these a matter goes on and another can still be joined to it.</summary>
    private static readonly CaseStatus[] Open =
        [CaseStatus.Received, CaseStatus.Answered, CaseStatus.Adopted, CaseStatus.HandedOver, CaseStatus.Assigned, CaseStatus.Handling, CaseStatus.Replied];

    /// <param name="Self">The case that is compared; empty for a report that is not sent yet.</param>
    public sealed record Report(string Self, string CategoryId, string StationId, GeoPoint? Place, string Words);

    /// <param name="UserId">Sees their own.</param>
    /// <param name="Jurisdiction">Whose cases are looked through beyond the published ones; null for residents, who see no others.</param>
    public sealed record Looker(string UserId, string? Jurisdiction);

    public sealed record Found(Candidate Case, double? Metres, bool Weak);

    /// <summary>How much of a case the looker sees.</summary>
    public enum Sight
    {
        Nothing,
        Masked,
        Full,
    }

    /// <summary>
    /// Compared is what the looker sees: a score or an order made from masked numbers would tell them. Places are compared as <see cref="CoarsePlace"/>
    /// gives them, for everybody.
    /// </summary>
    public static async Task<IReadOnlyList<Found>> FindAsync(DbConnection connection, Report report, Looker looker, Func<Candidate, Sight> sightOf)
    {
        var box = report.Place is { } place ? EarthDistance.Around(place, SimilarCases.NearMetres + CoarsePlace.MostOff) : null;
        var rows = await connection.QueryAsync<Candidate>(Sql(box is not null), new
        {
            report.Self,
            report.CategoryId,
            report.StationId,
            box?.South,
            box?.North,
            box?.West,
            box?.East,
            looker.UserId,
            looker.Jurisdiction,
            Most,
        });
        var seen = rows.Select(row => (Row: row, Sight: sightOf(row))).Where(one => one.Sight != Sight.Nothing).ToDictionary(one => one.Row.Id, StringComparer.Ordinal);
        var similar = SimilarCases.Among(
            new SimilarCandidate(report.Self, report.StationId, report.Place, report.Words), seen.Values.Select(one => one.Row.ToCandidate(one.Sight)), MostShown);
        return [.. similar.Select(one => new Found(seen[one.Id].Row, one.Metres, one.Weak))];
    }

    /// <summary>Each state by itself: so every part is one walk along an index, from the newest on, and ends by itself.</summary>
    private static string Sql(bool withPlace)
    {
        var parts = Open.SelectMany(status => withPlace ? [AtStation(status), AtPlace(status)] : (string[])[AtStation(status)])
            .Select((part, i) => $"select id from ({part}) p{i}");
        return $"""
            select k.id, k.number, k.status, k.jurisdiction, k.district, k.station_id, s.name as station, k.resident_id, k.own_kind, k.deputy_id, k.lead_agency_id, k.title, k.text,
              k.place_address, k.lat, k.lng, k.is_public, k.content_status, k.created_at,
              case when exists (select 1 from case_followers f where f.case_id = k.id and f.user_id = @UserId) then 1 else 0 end as followed
            from ({string.Join(" union ", parts)}) near
            join cases k on k.id = near.id
            join stations s on s.id = k.station_id
            where k.id <> @Self
              and (k.jurisdiction = @Jurisdiction or k.resident_id = @UserId or (k.is_public = 1 and k.content_status = '{ContentChecks.Passed}'))
            order by near.id desc limit @Most
            """;
    }

    private static string AtStation(CaseStatus status) =>
        $"select id from cases where station_id = @StationId and category_id = @CategoryId and status = '{status}' order by id desc limit @Most";

    private static string AtPlace(CaseStatus status) =>
        $"select id from cases where category_id = @CategoryId and status = '{status}' and lat between @South and @North and lng between @West and @East limit @Most";

    public sealed record Candidate
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Status { get; init; } = "";

        public string Jurisdiction { get; init; } = "";

        public string District { get; init; } = "";

        public string StationId { get; init; } = "";

        public string Station { get; init; } = "";

        public string ResidentId { get; init; } = "";

        public string? OwnKind { get; init; }

        public string? DeputyId { get; init; }

        public string? LeadAgencyId { get; init; }

        public string Title { get; init; } = "";

        public string Text { get; init; } = "";

        public string? PlaceAddress { get; init; }

        public double? Lat { get; init; }

        public double? Lng { get; init; }

        public bool IsPublic { get; init; }

        public string ContentStatus { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }

        public bool Followed { get; init; }

        internal SimilarCandidate ToCandidate(Sight sight)
        {
            var masked = sight == Sight.Full ? null : MaskedReport.Of(Title, Text, null);
            return new(Id, StationId, CoarsePlace.Of(GeoPoint.Of(Lat, Lng)), masked is null ? $"{Title}\n{Text}" : $"{masked.Title}\n{masked.Text}", !IsAnswered);
        }

        private bool IsAnswered => Status is nameof(CaseStatus.Answered) or nameof(CaseStatus.Replied);

        /// <summary>As far as rights hang on it.</summary>
        public (CaseRow Row, Case State) ToCase() => (
            new CaseRow
            {
                Id = Id,
                Jurisdiction = Jurisdiction,
                District = District,
                StationId = StationId,
                ResidentId = ResidentId,
                OwnKind = OwnKind,
                IsPublic = IsPublic,
                ContentStatus = ContentStatus,
            },
            new Case { Id = Id, DeputyId = DeputyId, LeadAgencyId = LeadAgencyId });
    }
}
