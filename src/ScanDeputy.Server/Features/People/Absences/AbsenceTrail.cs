using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People.Absences;

/// <summary>For the audit trail: while somebody is away another one acts with their rights.</summary>
internal static class AbsenceTrail
{
    /// <param name="before">What was recorded for these days.</param>
    /// <param name="after">What is recorded from now on; null when they are back.</param>
    public static void Write(WriteScope scope, TimeProvider clock, string? jurisdiction, string by, string userId, IReadOnlyList<Row> before, GoAway.Answer? after)
    {
        var (old, said) = (Text(before), after is null ? null : Text([new Row { FromOn = after.From, UntilOn = after.Until, SubstituteId = after.SubstituteId }]));
        AuditTrail.Write(scope, clock, new AuditEntry(AuditKinds.AccountChanged, jurisdiction ?? "", by)
        {
            Object = "absences",
            ObjectId = userId,
            Person = userId,
            Details = [new AuditDetail("absence", old, said)],
        });
    }

    private static string? Text(IReadOnlyList<Row> rows) =>
        rows.Count == 0 ? null : string.Join('；', rows.Select(row => $"{Columns.Text(row.FromOn)} – {Columns.Text(row.UntilOn)} → {row.SubstituteId}"));

    internal sealed record Row
    {
        public DateOnly FromOn { get; init; }

        public DateOnly UntilOn { get; init; }

        public string SubstituteId { get; init; } = "";
    }
}
