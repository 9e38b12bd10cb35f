namespace ScanDeputy.Domain.Cases;

public enum CoSignerStanding
{
    /// <summary>Has not said yet.</summary>
    Asked,
    Signed,

    /// <summary>Said no, or took the signature back.</summary>
    Declined,
}

/// <summary>附议人: a deputy who was asked to sign another deputy's own suggestion. Whoever has not signed when it is handed over is no co-signer.</summary>
/// <param name="SaidAt">When the standing was last said; null while nothing was.</param>
public sealed record CoSigner(string DeputyId, CoSignerStanding Standing, DateTimeOffset AskedAt, DateTimeOffset? SaidAt);
