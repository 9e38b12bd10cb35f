namespace ScanDeputy.Server.Platform;

/// <summary>This process among others of its kind.</summary>
public sealed record Node(Profile Profile, NodeRoles Roles)
{
    /// <summary>New at each start, so that a lease of a process that died is nobody's.</summary>
    public string Id { get; } = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}
