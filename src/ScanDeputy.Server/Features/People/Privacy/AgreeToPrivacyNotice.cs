using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.People.Privacy;

/// <summary>Which version of the privacy notice holds, which ones the caller agreed to, and agreeing to it.</summary>
public static class AgreeToPrivacyNotice
{
    /// <param name="Version">The one that was shown.</param>
    public sealed record Request(int? Version);

    /// <param name="Version">The one that holds.</param>
    /// <param name="Agreed">Whether the caller agreed to this one.</param>
    /// <param name="Agreements">To whichever version, the oldest first.</param>
    public sealed record View(int Version, DateOnly Since, bool Agreed, IReadOnlyList<PrivacyAgreements.Agreement> Agreements);

    public static void Map(RouteGroupBuilder api)
    {
        var privacy = api.MapGroup("/me/privacy").RequireAuthorization(Rights.SignedIn);
        privacy.MapGet("", async (CurrentUser user, Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.ViewAsync(user.Id, ct)))
            .WithName("GetPrivacyNotice").Produces<View>();
        privacy.MapPost("", async (Request request, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.AgreeAsync(request, user, ct)).ToHttp())
            .WithName("AgreeToPrivacyNotice").Produces<View>();
    }

    /// <summary>Somebody who agrees to another version than the one that holds has not seen it.</summary>
    public static Refusal? FaultOf(int? version) => version == PrivacyNotice.Current.Version ? null : Refusal.OfField("version", "field_privacy_version");

    public sealed class Handler(Database database, TimeProvider clock)
    {
        public async Task<View> ViewAsync(string userId, CancellationToken ct) => Of(await database.ReadAsync(connection => PrivacyAgreements.ListAsync(connection, userId), ct));

        /// <summary>Said again it changes nothing: what counts is when it was said first.</summary>
        public async Task<Result<View>> AgreeAsync(Request request, CurrentUser user, CancellationToken ct) => FaultOf(request.Version) is { } fault
            ? fault
            : await database.WriteAsync(
                async scope =>
                {
                    await PrivacyAgreements.AgreeAsync(scope, clock, user.Id, request.Version!.Value, PrivacyAgreements.ByItself);
                    return Of(await PrivacyAgreements.ListAsync(scope.Connection, user.Id, scope.Transaction));
                },
                ct);

        private static View Of(IReadOnlyList<PrivacyAgreements.Agreement> agreements)
        {
            var current = PrivacyNotice.Current;
            return new View(current.Version, current.Since, agreements.Any(one => one.Version == current.Version), agreements);
        }
    }
}
