using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>A deputy wrote a suggestion without a resident (handbook §1); it begins where an adopted report does.</summary>
/// <param name="AuthorId">The deputy's account.</param>
/// <param name="Fingerprint">Of its texts and photos.</param>
public sealed record Suggested(
    string Jurisdiction, string StationId, string District, string CategoryId, string DeputyId, string AuthorId, SuggestionKind Kind, string SuggestionTitle,
    string Fingerprint) : Fact
{
    public override FactReaders Readers() => FactReaders.Author;

    public override ClockEffect Clock() => ClockEffect.Opens;

    public override IReadOnlyList<News> Tells(Case after) => [News.WorkIn(after, "suggested")];

    public override Case ApplyTo(Case state, DateTimeOffset at) =>
        (state with
        {
            Status = CaseStatus.Adopted,
            Jurisdiction = Jurisdiction,
            StationId = StationId,
            District = District,
            CategoryId = CategoryId,
            ResidentId = AuthorId,
            DeputyId = DeputyId,
            OwnKind = Kind,
            SuggestionTitle = SuggestionTitle,
        }).Open(StageKind.Handover, StageSteps.Committee, at);
}
