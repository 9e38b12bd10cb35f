using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>
/// The four rates of a jurisdiction, each with what it was counted of (<see cref="CaseRates"/>): of all its cases, published or not, since a rate of what
/// was agreed to be shown would say something else.
/// </summary>
public static class GetPublishedRates
{
    public static void Map(RouteGroupBuilder published) => published.MapGet("/rates", async (string jurisdiction, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(jurisdiction, ct)).ToHttp(rates => new SharedAnswer<CaseRates>(rates)))
        .WithName("GetPublishedRates").Produces<CaseRates>().Produces(StatusCodes.Status304NotModified);

    public sealed class Handler(Database database, ISharedCache cache, PublishedReader reader)
    {
        // Short: counting a county takes milliseconds, and whoever has just acted looks at it.
        private static readonly CacheKind Rates = new("public-rates", TimeSpan.FromSeconds(5));

        public async Task<Result<CaseRates>> HandleAsync(string jurisdiction, CancellationToken ct)
        {
            if (await reader.NameOfAsync(jurisdiction, ct) is null)
                return new Refusal(ErrorCodes.NotFound);

            return (await cache.GetAsync(Rates, jurisdiction, "all", () => database.ReadAsync(connection => CountAsync(connection, jurisdiction), ct)))!;
        }
    }

    /// <summary>Along an index that holds all that is counted.</summary>
    public static async Task<CaseRates?> CountAsync(DbConnection connection, string jurisdiction) => CaseRates.Of(
        (await connection.QueryAsync<Row>(Select, new { jurisdiction })).Select(row => (row.ToStanding(), row.Cases)));

    private const string Select = """
        select status, answered, outcome, grade, count(*) as cases from cases where jurisdiction = @jurisdiction and own_kind is null group by status, answered, outcome, grade
        """;

    private sealed record Row
    {
        public string Status { get; init; } = "";

        public bool Answered { get; init; }

        public string? Outcome { get; init; }

        public string? Grade { get; init; }

        public int Cases { get; init; }

        public CaseStanding ToStanding() => new(
            Enum.Parse<CaseStatus>(Status), Answered, Outcome is null ? null : Enum.Parse<Outcome>(Outcome), Grade is null ? null : Enum.Parse<Grade>(Grade));
    }
}
