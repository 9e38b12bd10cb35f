using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>
/// An administrator issues the codes of the jurisdiction's stations, replaces one whose plate is to be printed anew, and takes back one that is lost.
/// Holds at once on every node: the copies of what the code opens are dropped after the commit.
/// </summary>
public static class AdministerCodes
{
    /// <summary>Days for which a replaced code still opens its station, when nothing else is said: until the new plate hangs.</summary>
    public const int UsualGraceDays = 30;

    public const int LongestGraceDays = 365;

    public const int LongestPlacement = 50;

    public const int LongestReason = 200;

    /// <param name="Url">What the plain code says.</param>
    /// <param name="GraceUntil">The instant from which a replaced code no longer opens the station.</param>
    public sealed record Item(
        string Code, string Display, string Placement, DateTimeOffset IssuedAt, CodeStatus Status, string Url, DateTimeOffset? GraceUntil, DateTimeOffset? RevokedAt, string? RevokeReason,
        Scans Scans, string? DeputyId, string? DeputyName);

    /// <summary>How often it was opened, as far as it was added up: a few seconds ago.</summary>
    /// <param name="Last30Days">Today included, by China's days.</param>
    /// <param name="Placed">Of the last 30 days, those of phones that told where they were.</param>
    /// <param name="Far">Of <paramref name="Placed"/>, those far from the station.</param>
    public sealed record Scans(long Last30Days, long Total, long Placed, long Far)
    {
        /// <summary>Fewer may be people who looked at a picture at home.</summary>
        public const int EnoughFar = 3;

        /// <summary>More of those whose place is known were far than near: the plate may hang elsewhere.</summary>
        public bool MostlyElsewhere => Far >= EnoughFar && Far > Placed - Far;
    }

    /// <param name="Station">Its name.</param>
    public sealed record StationCodes(string Station, IReadOnlyList<Item> Codes);

    /// <param name="DeputyId">Of one who sits in the station: the page that the code opens has them chosen, and their name stands on the plate.</param>
    public sealed record Issue(string? Placement, string? DeputyId = null);

    public sealed record Rotation(int? GraceDays);

    public sealed record Revocation(string? Reason);

    public sealed class IssueValidator : AbstractValidator<Issue>
    {
        public IssueValidator() => RuleFor(issue => issue.Placement).Written("张贴位置", 1, LongestPlacement);
    }

    public sealed class RotationValidator : AbstractValidator<Rotation>
    {
        public RotationValidator() => RuleFor(rotation => rotation.GraceDays).InclusiveBetween(0, LongestGraceDays)
            .WithMessage(_ => ErrorTexts.Field("field_grace_days", LongestGraceDays));
    }

    public sealed class RevocationValidator : AbstractValidator<Revocation>
    {
        public RevocationValidator() => RuleFor(revocation => revocation.Reason).Written("停用原因", 1, LongestReason);
    }

    public static void Map(RouteGroupBuilder stations)
    {
        var codes = stations.MapGroup("/{id}/codes");
        codes.MapGet("", async (string id, CurrentUser user, HttpContext context, Handler handler, CancellationToken ct) =>
            (await handler.ListAsync(id, user, context.Request, ct)).ToHttp(found => TypedResults.Ok(new Page<Item>(found.Codes, null))))
            .WithName("ListStationCodes").Produces<Page<Item>>();
        codes.MapPost("", async (string id, Issue issue, CurrentUser user, WriteContext write, HttpContext context, Handler handler, CancellationToken ct) =>
            (await handler.IssueAsync(id, issue, user, write, context.Request, ct)).ToHttp(item => TypedResults.Created(AddressOf(id, item), item)))
            .WithName("IssueStationCode").Produces<Item>(StatusCodes.Status201Created);
        codes.MapPost("/{code}/rotate", async (
            string id, string code, Rotation rotation, CurrentUser user, WriteContext write, HttpContext context, Handler handler, CancellationToken ct) =>
            (await handler.RotateAsync(id, code, rotation, user, write, context.Request, ct)).ToHttp(item => TypedResults.Created(AddressOf(id, item), item)))
            .WithName("RotateStationCode").Refuses(StationErrors.StationCodeEnded).Produces<Item>(StatusCodes.Status201Created);
        codes.MapPost("/{code}/revoke", async (
            string id, string code, Revocation revocation, CurrentUser user, WriteContext write, HttpContext context, Handler handler, CancellationToken ct) =>
            (await handler.RevokeAsync(id, code, revocation, user, write, context.Request, ct)).ToHttp())
            .WithName("RevokeStationCode").Refuses(StationErrors.StationCodeEnded).Produces<Item>();
        CodePictures.Map(codes);
    }

    private static string AddressOf(string stationId, Item item) => $"/api/v1/admin/stations/{stationId}/codes/{item.Code}";

    public sealed class Handler(Database database, IdempotentWrites writes, StationCache cache, CodeAddress address, TimeProvider clock)
    {
        public Task<Result<StationCodes>> ListAsync(string stationId, CurrentUser user, HttpRequest request, CancellationToken ct) =>
            database.ReadAsync<Result<StationCodes>>(
                async connection => await CodeStore.StationAsync(connection, stationId, user.Jurisdiction) is { } station
                    ? new StationCodes(station, [.. (await CodeStore.ListAsync(connection, stationId, Since)).Select(row => ToItem(row, request))])
                    : new Refusal(ErrorCodes.NotFound),
                ct);

        /// <summary>One code with its station's name, for its picture or its plate; null when it is none of this station, or the station another jurisdiction's.</summary>
        public Task<StationCodes?> FindAsync(string stationId, string code, CurrentUser user, HttpRequest request, CancellationToken ct) => database.ReadAsync(
            async connection => await CodeStore.StationAsync(connection, stationId, user.Jurisdiction) is { } station && StationCode.TryRead(code, out var parsed)
                && await CodeStore.FindAsync(connection, stationId, parsed.ToString(), Since) is { } row
                ? new StationCodes(station, [ToItem(row, request)])
                : null,
            ct);

        public Task<Result<Item>> IssueAsync(string stationId, Issue issue, CurrentUser user, WriteContext write, HttpRequest request, CancellationToken ct) => RunAsync(
            stationId, user, write, new { stationId, issue }, request,
            async scope =>
            {
                var deputyId = string.IsNullOrEmpty(issue.DeputyId) ? null : issue.DeputyId;
                return deputyId is null || await scope.FirstOrDefaultAsync<int?>(SelectSeat, new { stationId, deputyId }) is not null
                    ? await CodeStore.InsertAsync(scope, stationId, WrittenText.Clean(issue.Placement!), deputyId, ChangesBy(user))
                    : Refusal.OfField("deputyId", "field_deputy_not_here");
            },
            ct);

        /// <summary>Another code in the old one's place, which goes on for some days: of two who do this at once, one is told that it was done.</summary>
        public Task<Result<Item>> RotateAsync(
            string stationId, string code, Rotation rotation, CurrentUser user, WriteContext write, HttpRequest request, CancellationToken ct) => RunAsync(
            stationId, user, write, new { stationId, code, rotation }, request,
            async scope =>
            {
                if (await OldAsync(scope, stationId, code) is not { } old)
                    return new Refusal(ErrorCodes.NotFound);

                var until = clock.GetUtcNow().AddDays(rotation.GraceDays ?? UsualGraceDays);
                if (await scope.ExecuteAsync(Replace, new { old.Code, until, By = user.Id }) == 0)
                    return new Refusal(StationErrors.StationCodeEnded);

                CodeStore.TellOfEnd(scope, old.Code, ChangesBy(user), old.Status, CodeStatus.Rotated, new DataChanges.Column("grace_until", null, until));
                return await CodeStore.InsertAsync(scope, stationId, old.Placement, old.DeputyId, ChangesBy(user));
            },
            ct);

        /// <summary>From now on the code opens nothing; who has a form open can still send it for some hours (<see cref="CodeStanding"/>).</summary>
        public Task<Result<Item>> RevokeAsync(
            string stationId, string code, Revocation revocation, CurrentUser user, WriteContext write, HttpRequest request, CancellationToken ct) => RunAsync(
            stationId, user, write, new { stationId, code, revocation }, request,
            async scope =>
            {
                if (await OldAsync(scope, stationId, code) is not { } old)
                    return new Refusal(ErrorCodes.NotFound);

                var values = new { old.Code, Now = clock.GetUtcNow(), Reason = WrittenText.Clean(revocation.Reason!), By = user.Id };
                if (await scope.ExecuteAsync(TakeBack, values) == 0)
                    return new Refusal(StationErrors.StationCodeEnded);

                CodeStore.TellOfEnd(scope, old.Code, ChangesBy(user), old.Status, CodeStatus.Revoked, new DataChanges.Column("revoke_reason", null, values.Reason));
                return old.Code;
            },
            ct);

        private async Task<Result<Item>> RunAsync(
            string stationId, CurrentUser user, WriteContext write, object request, HttpRequest http, Func<WriteScope, Task<Result<string>>> work, CancellationToken ct)
        {
            var done = await writes.RunAsync<Item>(
                write,
                request,
                async scope =>
                {
                    if (await CodeStore.StationAsync(scope.Connection, stationId, user.Jurisdiction, scope.Transaction) is null)
                        return new Refusal(ErrorCodes.NotFound);

                    var code = await work(scope);
                    return code.IsRefused
                        ? code.Refusal!
                        : ToItem((await CodeStore.FindAsync(scope.Connection, stationId, code.Value, Since, scope.Transaction))!, http);
                },
                ct);
            if (!done.IsRefused)
                await cache.InvalidateAsync(stationId, ct);
            return done;
        }

        private async Task<CodeRow?> OldAsync(WriteScope scope, string stationId, string code) =>
            StationCode.TryRead(code, out var parsed) ? await CodeStore.FindAsync(scope.Connection, stationId, parsed.ToString(), Since, scope.Transaction) : null;

        private DataChanges ChangesBy(CurrentUser user) => new(user.Jurisdiction!, user.Id, clock);

        private DateOnly Since => ChinaTime.Today(clock).AddDays(1 - ListOwnStations.RecentDays);

        private Item ToItem(CodeRow row, HttpRequest request)
        {
            _ = StationCode.TryParse(row.Code, out var code);
            return new Item(
                row.Code, code?.Display ?? row.Code, row.Placement, row.IssuedAt, row.Standing, address.Of(row.Code, request), row.GraceUntil, row.RevokedAt, row.RevokeReason,
                new Scans(row.RecentScans, row.Scans, row.PlacedScans, row.FarScans), row.DeputyId, row.DeputyName);
        }
    }

    private const string SelectSeat = "select 1 from station_deputies m join deputies p on p.id = m.deputy_id where m.station_id = @stationId and m.deputy_id = @deputyId and p.active = 1";

    private const string Replace = $"""
        update station_codes set status = '{nameof(CodeStatus.Rotated)}', grace_until = @until, changed_by = @By where code = @Code and status = '{nameof(CodeStatus.Active)}'
        """;

    private const string TakeBack = $"""
        update station_codes set status = '{nameof(CodeStatus.Revoked)}', revoked_at = @Now, revoke_reason = @Reason, grace_until = null, changed_by = @By
        where code = @Code and status <> '{nameof(CodeStatus.Revoked)}'
        """;
}
