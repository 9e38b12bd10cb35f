using System.Text.Json;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Hashing;
using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>An entry of the ledger as it stands in its table.</summary>
public sealed record CaseEventRow
{
    public const string Columns = "case_id, sequence, at, actor_id, actor_role, data, previous_hash, hash, hashed_by";

    public string CaseId { get; init; } = "";

    public int Sequence { get; init; }

    public DateTimeOffset At { get; init; }

    public string ActorId { get; init; } = "";

    public string ActorRole { get; init; } = "";

    public string Data { get; init; } = "";

    public string PreviousHash { get; init; } = "";

    public string Hash { get; init; } = "";

    public string HashedBy { get; init; } = "";

    public CaseEvent ToEvent() => CaseEvent.Restore(
        CaseId, Sequence, At, new Actor(ActorId, Enum.Parse<Role>(ActorRole)), Data, PreviousHash, Hash, LedgerHashes.Find(HashedBy)!.Value);

    /// <summary>Null when somebody has changed it into what is no entry at all.</summary>
    public CaseEvent? ToEventOrNull()
    {
        try
        {
            return Enum.TryParse<Role>(ActorRole, out _) && LedgerHashes.Find(HashedBy) is not null ? ToEvent() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
