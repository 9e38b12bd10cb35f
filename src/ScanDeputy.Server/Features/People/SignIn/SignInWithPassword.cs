using FluentValidation;
using Microsoft.AspNetCore.Identity;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>For staff at desks. After five wrong tries in a row an account waits a quarter of an hour; an unknown name costs and answers the same as a wrong password.</summary>
public static class SignInWithPassword
{
    private const int TriesBeforeWait = 5;
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(15);

    public sealed record Request(string? UserName, string? Password);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.UserName).NotEmpty().WithMessage(_ => ErrorTexts.Field("field_required", "用户名")).MaximumLength(64).WithMessage(_ => ErrorTexts.Field("field_too_long", "用户名", 64));
            RuleFor(request => request.Password).NotEmpty().WithMessage(_ => ErrorTexts.Field("field_required", "密码")).MaximumLength(200).WithMessage(_ => ErrorTexts.Field("field_too_long", "密码", 200));
        }
    }

    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/password", async (
        Request request, Handler handler, SessionIssuer sessions, CancellationToken ct) =>
    {
        var session = await handler.OpenSessionAsync(request, ct);
        return session.Refusal is { } refusal ? new ProblemResult(refusal) : Results.Ok(await sessions.IssueAsync(session.Value, 0, ct));
    })
        .WithName("SignInWithPassword").WithMetadata(new SignInLimits.OfCall()).Produces<SignedIn>();

    public sealed class Handler(Database database, SessionIssuer sessions, PersonalData crypto, TimeProvider clock)
    {
        private static readonly PasswordHasher<string> Hasher = new();
        private static readonly string NobodysHash = Hasher.HashPassword("", "nobody");

        public async Task<Result<string>> OpenSessionAsync(Request request, CancellationToken ct)
        {
            // Autofill puts blanks around it; a name has none, and what counts wrong passwords must not take it for another one.
            var userName = request.UserName!.Trim();
            var subject = crypto.LookupHash("user-name", userName);
            var row = await database.ReadAsync(
                connection => Dapper.SqlMapper.QueryFirstOrDefaultAsync<Row>(connection, Select, new { userName, subject }), ct);
            if (row?.BlockedUntil - clock.GetUtcNow() is { } wait && wait > TimeSpan.Zero)
                return RetryAfter.Refuse(wait);

            // The slow hash runs outside any transaction, and for unknown names too.
            var matches = Hasher.VerifyHashedPassword("", row?.PasswordHash ?? NobodysHash, request.Password!) != PasswordVerificationResult.Failed;
            if (row?.Id is { } userId && row.PasswordHash is not null && matches)
            {
                await database.WriteAsync(scope => scope.ExecuteAsync("delete from sign_in_failures where subject = @subject", new { subject }), ct);
                return await sessions.OpenAsync(userId, ct);
            }

            await database.WriteAsync(scope => CountFailureAsync(scope, subject), ct);
            return new Refusal(PeopleErrors.SignInFailed);
        }

        private async Task<int> CountFailureAsync(WriteScope scope, string subject)
        {
            var now = clock.GetUtcNow();
            await scope.ExecuteAsync(
                $"{scope.Dialect.InsertOrIgnore} sign_in_failures (subject, failures, blocked_until, last_at) values (@subject, 0, 0, @now)", new { subject, now });
            return await scope.ExecuteAsync(CountFailure, new { subject, now, Since = now - Wait, Until = now + Wait, Before = TriesBeforeWait - 1 });
        }

        private const string Select = """
            select u.id, u.password_hash, f.blocked_until
            from (select @subject as subject) x
            left join sign_in_failures f on f.subject = x.subject
            left join users u on u.user_name = @userName and u.active = 1
            """;

        // Old failures do not count; the block is set by the try that reaches the limit.
        private const string CountFailure = """
            update sign_in_failures set
              blocked_until = case when failures >= @Before and last_at > @Since then @Until else blocked_until end,
              failures = case when last_at > @Since then failures + 1 else 1 end,
              last_at = @now
            where subject = @subject
            """;

        private sealed record Row
        {
            public string? Id { get; init; }

            public string? PasswordHash { get; init; }

            public DateTimeOffset? BlockedUntil { get; init; }
        }
    }
}
