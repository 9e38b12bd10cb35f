using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>For staff at desks.</summary>
public static class SignInWithPassword
{
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
        Request request, Handler handler, SessionIssuer sessions, RequestLimits limits, HttpContext context, CancellationToken ct) =>
    {
        var session = await handler.OpenSessionAsync(request, limits.NetworkOf(context), ct);
        return session.Refusal is { } refusal ? new ProblemResult(refusal) : Results.Ok(await sessions.IssueAsync(session.Value, 0, ct));
    })
        .WithName("SignInWithPassword").Refuses(PeopleErrors.SignInFailed).WithMetadata(new SignInLimits.OfCall()).Produces<SignedIn>();

    public sealed class Handler(PasswordCheck check, SessionIssuer sessions)
    {
        /// <param name="network">Whoever asks, as a hash.</param>
        public async Task<Result<string>> OpenSessionAsync(Request request, string network, CancellationToken ct)
        {
            // Autofill puts blanks around it; a name has none, and what counts wrong passwords must not take it for another one.
            var match = await check.TryAsync(request.UserName!.Trim(), request.Password!, network, ct);
            return match.Refusal is { } refusal ? refusal : await sessions.OpenAsync(match.Value.UserId, ct, byPasswordFrom: network);
        }
    }
}
