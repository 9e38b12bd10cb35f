using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>A report came in; every case begins with it. <see cref="EnteredByKeeper"/>: a station keeper wrote it down for a visitor.</summary>
public sealed record Submitted(
    string Jurisdiction, string StationId, string District, string CategoryId, string ResidentId, string? DeputyId,
    string Fingerprint, bool EnteredByKeeper = false) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Opens;

    public override IReadOnlyList<News> Tells(Case after) => [News.WorkIn(after, "received")];

    public override Case ApplyTo(Case state, DateTimeOffset at) =>
        (state with
        {
            Status = CaseStatus.Received,
            Jurisdiction = Jurisdiction,
            StationId = StationId,
            District = District,
            CategoryId = CategoryId,
            ResidentId = ResidentId,
            DeputyId = DeputyId,
        }).Open(StageKind.Triage, StageSteps.DeputyOwner(DeputyId), at);
}
