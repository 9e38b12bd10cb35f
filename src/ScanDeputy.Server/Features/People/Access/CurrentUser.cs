using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Server.Features.People.Access;

/// <summary>Whoever makes this request, looked up for it: an ended session counts at once, a lost role within half a minute.</summary>
/// <param name="Jurisdiction">Six digits, e.g. 371311; null for a resident who has not reported anything yet.</param>
/// <param name="StationIds">Those that a keeper keeps.</param>
/// <param name="SupervisorLevel">1 to 3 for supervisors.</param>
/// <param name="Town">Twelve digits; staff of a town (乡镇、街道), who have to do with its cases only. Null for everybody else.</param>
public sealed record CurrentUser(
    string Id, string SessionId, string? Name, IReadOnlyList<Role> Roles, string? Jurisdiction, string? DeputyId, string? AgencyId,
    IReadOnlyList<string> StationIds, int? SupervisorLevel, string? Town)
{
    /// <summary>Signed in with a password that somebody else has made (<see cref="SignInGate"/>).</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Signed in with a password alone, where one of the roles asks for an authenticator as well (<see cref="SignInGate"/>).</summary>
    public bool MustEnrolTotp { get; init; }

    /// <summary>In a jurisdiction that keeps the duties of its administrators apart (<see cref="Duties"/>).</summary>
    public bool DutiesApart { get; init; }

    /// <summary>Something has to be done before anything else.</summary>
    public bool IsHeldUp => MustChangePassword || MustEnrolTotp;

    public bool Is(Role role) => Roles.Contains(role);

    /// <summary>For endpoints that are open only to the signed-in.</summary>
    public static ValueTask<CurrentUser?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<CurrentUser>());
}
