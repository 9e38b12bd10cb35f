using ScanDeputy.Domain.Cases.Hashing;
using ScanDeputy.Server.Features.Cases.Telling;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>Writes a change and what people are told of it: neither happens without the other.</summary>
public sealed class CaseWriter(CaseStore store, CaseNews news, VisitorNews visitors, LedgerSettings settings)
{
    /// <summary>By which new entries are hashed.</summary>
    public LedgerHash Hash => settings.Hash;

    /// <summary>A new report. Written at the end of the transaction, in one trip.</summary>
    public Task OpenAsync(WriteScope scope, CaseChange change)
    {
        store.Insert(scope, change);
        return news.TellAsync(scope, change);
    }

    /// <returns>False when the case is no longer at the version it was read at; nothing must be committed then.</returns>
    public async Task<bool> ChangeAsync(WriteScope scope, CaseChange change)
    {
        if (!await store.UpdateAsync(scope, change))
            return false;

        await news.TellAsync(scope, change);
        visitors.Tell(scope, change);
        return true;
    }
}
