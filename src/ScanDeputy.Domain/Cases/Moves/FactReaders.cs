namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>Who may read a fact in a case's ledger, beside those whose office it is.</summary>
public enum FactReaders
{
    /// <summary>Those whose office the case is, and nobody else: what holds for a fact that says nothing.</summary>
    Officials,

    /// <summary>Also the author of the report, and whoever follows the case. Notes between offices are taken out for them.</summary>
    Residents,

    /// <summary>The author's own words: for officials and the author, not for those who only follow the case.</summary>
    Author,
}
