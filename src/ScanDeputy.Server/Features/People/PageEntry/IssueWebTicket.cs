using FluentValidation;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People.PageEntry;

/// <summary>For the mini-program, before it shows a page in a web-view.</summary>
public static class IssueWebTicket
{
    public const int LongestPath = 300;

    /// <param name="Path">The page, from its slash on, e.g. <c>/my</c> or <c>/cases/01J…?from=app</c>.</param>
    public sealed record Request(string? Path);

    /// <param name="Url">Where the web-view goes, from the slash on.</param>
    /// <param name="ExpiresIn">Seconds.</param>
    public sealed record Answer(string Url, int ExpiresIn);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Path).Must(IsLocal).WithMessage(_ => ErrorTexts.Detail("field_local_path"));

        // "//" and "/\" would be another host to a browser.
        private static bool IsLocal(string? path) =>
            path is ['/', .. var rest] && path.Length <= LongestPath && rest is not ['/' or '\\', ..] && path.All(sign => sign is > ' ' and < '\x7f');
    }

    public static void Map(RouteGroupBuilder api) => api.MapPost("/auth/ticket", async (Request request, CurrentUser user, WebTickets tickets, CancellationToken ct) =>
        TypedResults.Ok(new Answer($"/t/{await tickets.IssueAsync(user.Id, request.Path!, ct)}", (int)WebTickets.ValidFor.TotalSeconds)))
        .RequireAuthorization(Rights.SignedIn).WithName("IssueWebTicket").Produces<Answer>();
}
