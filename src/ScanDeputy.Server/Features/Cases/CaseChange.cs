using ScanDeputy.Domain.Cases;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>What one transaction does to a case, with the dates that follow from it: counted once for the rows, the notices and the answer.</summary>
/// <param name="Before">As it was read; null for a new report.</param>
/// <param name="Added">The events that lead from one to the other.</param>
public sealed record CaseChange(CaseFile? Before, CaseFile After, IReadOnlyList<CaseEvent> Added, CaseDates Dates);
