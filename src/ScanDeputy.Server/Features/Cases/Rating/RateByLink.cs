using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Telling;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Cases.Rating;

/// <summary>A visitor without an account sees the result of their report and rates it, once, by the link that was sent to their phone.</summary>
public static class RateByLink
{
    /// <summary>How often one address may try links, whether they are any or not.</summary>
    internal static readonly RateLimit Tries = new("rating-links", 30, TimeSpan.FromMinutes(10));

    /// <summary>What the phone's owner needs to know, and nothing of who reported or what was written: the phone may be somebody else's by now.</summary>
    /// <param name="Result">Null when it is handled again: the next result brings another link.</param>
    public sealed record View(string Number, string Station, string Category, string? Result, DateTimeOffset? At, bool MayRate);

    public static void Map(RouteGroupBuilder api)
    {
        var ratings = api.MapGroup("/ratings/{token}");
        ratings.MapGet("", async (string token, HttpContext context, Handler handler, CancellationToken ct) => (await handler.SeeAsync(token, context, ct)).ToHttp())
            .WithName("GetRatingLink").Refuses(ErrorCodes.NotFound, ErrorCodes.TooManyRequests, CaseErrors.RatingLinkEnded).Produces<View>();
        ratings.MapPost("", async (string token, Evaluate.Request request, HttpContext context, Handler handler, CancellationToken ct) =>
            (await handler.RateAsync(token, request.Grade!.Value, request.Text, context, ct)).ToHttp())
            .WithName("RateByLink").Refuses(ErrorCodes.NotFound, CaseErrors.RatingLinkEnded, CaseRefusals.MoveNotAllowed).Produces<View>();
    }

    public sealed class Handler(Database database, MoveRunner runner, RuleBook book, SignedLinks links, RequestLimits limits, TimeProvider clock)
    {
        public async Task<Result<View>> SeeAsync(string token, HttpContext context, CancellationToken ct)
        {
            if (await limits.TakeAsync(context, [limits.OfAddress(context, Tries)], null) is { } tooMany)
                return tooMany;
            if (links.Read(VisitorNews.Purpose, token) is not { } id)
                return new Refusal(ErrorCodes.NotFound);

            var opened = await database.ReadAsync(connection => OpenAsync(connection, null, id), ct);
            return opened.Refusal is { } refusal ? refusal : ViewOf(opened.Value);
        }

        /// <summary>The link is spent with the rating, in one transaction.</summary>
        public async Task<Result<View>> RateAsync(string token, Grade grade, string? text, HttpContext context, CancellationToken ct)
        {
            if (await limits.TakeAsync(context, [limits.OfAddress(context, Tries)], null) is { } tooMany)
                return tooMany;
            return links.Read(VisitorNews.Purpose, token) is { } id
                ? await database.WriteAsync<View>(scope => RateAsync(scope, id, new EvaluateCommand(grade, TextRules.CleanOrNull(text))), ct)
                : new Refusal(ErrorCodes.NotFound);
        }

        /// <summary>What a link that is good leads to.</summary>
        private async Task<Result<Opened>> OpenAsync(DbConnection connection, DbTransaction? transaction, string id)
        {
            if (await connection.QueryFirstOrDefaultAsync<Link>(SelectLink, new { id }, transaction) is not { } link)
                return new Refusal(ErrorCodes.NotFound);
            if (link.UsedAt is not null || link.ExpiresAt <= clock.GetUtcNow())
                return new Refusal(CaseErrors.RatingLinkEnded);

            return await LoadAsync(connection, transaction, link);
        }

        private async Task<Opened> LoadAsync(DbConnection connection, DbTransaction? transaction, Link link)
        {
            var file = (await CaseFile.LoadAsync(connection, link.CaseId, transaction))!;
            return new Opened(link, file, await book.LoadAsync(connection, file.Row.Jurisdiction, transaction));
        }

        private View ViewOf(Opened opened)
        {
            var (link, file, rules) = opened;
            var state = file.State;
            var mayRate = new CaseMoves(rules).Allowed(state, [Party.Resident], clock.GetUtcNow()).Contains(Move.Evaluate);
            var result = state.Status is CaseStatus.Answered or CaseStatus.Replied or CaseStatus.Evaluated or CaseStatus.Closed
                ? state.Reply?.PublicText ?? state.DeputyAnswer
                : state.Status == CaseStatus.Redirected ? state.Redirection?.Text : null;
            return new View(file.Row.Number, link.Station, link.Category, result, state.AnsweredAt, mayRate);
        }

        /// <summary>
        /// A rating that is not possible now leaves the link good. The link is taken before the case is read: of two at once, the second waits
        /// here and hears that the link is spent, instead of reading a case that was rated meanwhile.
        /// </summary>
        private async Task<Result<View>> RateAsync(WriteScope scope, string id, EvaluateCommand command)
        {
            var now = clock.GetUtcNow();
            if (await scope.ExecuteAsync("update rating_links set used_at = @now where id = @id and used_at is null and expires_at > @now", new { id, now }) == 0)
                return (await OpenAsync(scope.Connection, scope.Transaction, id)).Refusal ?? new Refusal(CaseErrors.RatingLinkEnded);

            var link = await scope.Connection.QuerySingleAsync<Link>(SelectLink, new { id }, scope.Transaction);
            var opened = await LoadAsync(scope.Connection, scope.Transaction, link);
            var decided = new CaseMoves(opened.Rules).Decide(opened.File.State, command, [Party.Resident], now);
            if (decided.Refusal is { } refusal)
                return refusal;

            return await runner.ApplyAsync(scope, opened.File, decided.Value, new Actor(Visitor, Role.Resident), opened.Rules) is null
                ? new Refusal(CaseRefusals.MoveNotAllowed)
                : ViewOf(opened);
        }
    }

    /// <summary>In the ledger: somebody who came to the station, known to its keeper.</summary>
    private const string Visitor = "visitor";

    private const string SelectLink = """
        select l.case_id, l.expires_at, l.used_at, s.name as station, k.name as category
        from rating_links l join cases c on c.id = l.case_id join stations s on s.id = c.station_id join categories k on k.id = c.category_id
        where l.id = @id
        """;

    private sealed record Opened(Link Link, CaseFile File, DateRules Rules);

    private sealed record Link
    {
        public string CaseId { get; init; } = "";

        public DateTimeOffset ExpiresAt { get; init; }

        public DateTimeOffset? UsedAt { get; init; }

        public string Station { get; init; } = "";

        public string Category { get; init; } = "";
    }
}
