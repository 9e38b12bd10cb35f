namespace ScanDeputy.Server.Features.Network.Deputies;

/// <summary>What of a deputy is shown to the public only when the office says so; name, level, place, term and pledge always are.</summary>
public enum PublicField
{
    Photo,
    Unit,
    Phone,
    Groups,
}
