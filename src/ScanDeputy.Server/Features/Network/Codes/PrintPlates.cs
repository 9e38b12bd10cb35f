using System.Text.Json;
using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Bulk;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>Plates of many codes as one ZIP for a printer's shop: drawn in the background, fetched when it is done.</summary>
public static class PrintPlates
{
    /// <summary>In one call.</summary>
    public const int MostNamed = 1000;

    /// <summary>In one file.</summary>
    public const int MostPlates = 5000;

    internal const string Kind = "plates";

    /// <summary>Either stations, of which all codes in use are printed, or codes.</summary>
    public sealed record Request(IReadOnlyList<string>? StationIds, IReadOnlyList<string>? Codes, [property: ClosedList<PlateFormat>] string? Format);

    /// <summary>As stored with the job.</summary>
    /// <param name="Host">Where scanned codes lead.</param>
    internal sealed record Order(IReadOnlyList<string> Codes, string Format, string Host);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Format).NotNull().WithMessage(_ => ErrorTexts.Field("field_plate_format")).Must(format => PlateFormat.Find(format) is not null).WithMessage(_ => ErrorTexts.Field("field_plate_format"));
            RuleFor(request => request.StationIds)
                .Must((request, ids) => request.Codes is null ? ids is { Count: > 0 and <= MostNamed } : ids is null && request.Codes.Count is > 0 and <= MostNamed)
                .WithMessage(_ => ErrorTexts.Field("field_plates_many", MostNamed));
        }
    }

    public static void Map(RouteGroupBuilder admin) =>
        admin.MapPost("/plates", async (Request request, CurrentUser user, WriteContext write, HttpContext context, Handler handler, CancellationToken ct) =>
            (await handler.HandleAsync(request, user, write, context.Request, ct)).ToHttp(job => TypedResults.Accepted($"/api/v1/jobs/{job.JobId}", job)))
            .WithName("PrintPlates").Produces<BulkJobs.Answer>(StatusCodes.Status202Accepted);

    public sealed class Handler(IdempotentWrites writes, CodeAddress address, TimeProvider clock)
    {
        public Task<Result<BulkJobs.Answer>> HandleAsync(Request request, CurrentUser user, WriteContext write, HttpRequest http, CancellationToken ct) =>
            writes.RunAsync<BulkJobs.Answer>(
                write,
                request,
                async scope =>
                {
                    var named = request.Codes ?? request.StationIds!;
                    var field = request.Codes is null ? "stationIds" : "codes";
                    var asked = request.Codes is null ? named : [.. named.Select(typed => StationCode.TryRead(typed, out var code) ? code.ToString() : typed)];
                    var found = await scope.ListAsync<Found>(
                        $"{Select} and {(request.Codes is null ? "s.id" : "c.code")} in @asked order by s.district, s.name, c.issued_at, c.code", new { asked, user.Jurisdiction });
                    var known = found.Select(row => request.Codes is null ? row.StationId : row.Code).ToHashSet(StringComparer.Ordinal);
                    var faults = asked.Select((one, i) => (one, i)).Where(pair => !known.Contains(pair.one))
                        .ToDictionary(pair => $"{field}[{pair.i}]", IReadOnlyList<string> (_) => [ErrorTexts.Field("field_plate_none")], StringComparer.Ordinal);
                    return faults.Count > 0 ? new Refusal(ErrorCodes.Invalid) { Fields = faults } : Ask(scope, found, request.Format!, user, http);
                },
                ct);

        /// <summary>Of every code in use of the jurisdiction's stations in use.</summary>
        public Task<Result<BulkJobs.Answer>> PrintAllAsync(string? format, CurrentUser user, WriteContext write, HttpRequest http, CancellationToken ct) =>
            writes.RunAsync<BulkJobs.Answer>(
                write,
                new { all = true, format },
                async scope => PlateFormat.Find(format) is null
                    ? Refusal.OfField("format", "field_plate_format")
                    : Ask(scope, await scope.ListAsync<Found>($"{Select} order by s.district, s.name, c.issued_at, c.code limit @Limit", new { user.Jurisdiction, Limit = MostPlates + 1 }), format!, user, http),
                ct);

        private Result<BulkJobs.Answer> Ask(WriteScope scope, IReadOnlyList<Found> found, string format, CurrentUser user, HttpRequest http)
        {
            if (found.Count is 0 or > MostPlates)
                return Refusal.OfField("format", ErrorTexts.Field(found.Count == 0 ? "field_plates_nothing" : "field_plates_too_many", MostPlates));

            var order = new Order([.. found.Select(row => row.Code)], format, address.Host(http));
            return BulkJobs.Ask(scope, Kind, JsonSerializer.Serialize(order, ApiJson.Options), $"plates-{format}.zip", order.Codes.Count, user, clock);
        }
    }

    private const string Select = $"""
        select c.code, c.station_id from station_codes c join stations s on s.id = c.station_id
        where s.jurisdiction = @Jurisdiction and s.active = 1 and c.status = '{nameof(CodeStatus.Active)}'
        """;

    private sealed record Found
    {
        public string Code { get; init; } = "";

        public string StationId { get; init; } = "";
    }
}
