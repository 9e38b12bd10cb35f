using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;

namespace ScanDeputy.Server.Features.People;

/// <summary>Who I am to this program.</summary>
public static class GetMe
{
    /// <param name="Town">Of staff of a town; twelve digits.</param>
    public sealed record Answer(string Id, string? Name, IReadOnlyList<Role> Roles, string? Jurisdiction, string? DeputyId, string? AgencyId, string? Town);

    public static void Map(RouteGroupBuilder api) => api.MapGet("/me", (CurrentUser user) =>
        new Answer(user.Id, user.Name, user.Roles, user.Jurisdiction, user.DeputyId, user.AgencyId, user.Town))
        .RequireAuthorization(Rights.SignedIn).WithName("GetMe");
}
