using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Rules;

/// <summary>The rules as one transaction sees them: each jurisdiction's are read once, however many rows of it the transaction handles.</summary>
public sealed class TransactionRules(RuleBook book, WriteScope scope)
{
    private readonly Dictionary<string, DateRules> _read = new(StringComparer.Ordinal);

    public async Task<DateRules> OfAsync(string jurisdiction)
    {
        if (!_read.TryGetValue(jurisdiction, out var rules))
            _read[jurisdiction] = rules = await book.LoadAsync(scope.Connection, jurisdiction, scope.Transaction);
        return rules;
    }
}
