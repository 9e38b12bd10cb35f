using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Privacy;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>The report with the names around it; what became of it follows from its events.</summary>
internal sealed record PublishedRow
{
    public const string Select = """
        select k.id, k.number, k.category_id, c.name as category, k.title, k.text, k.station_id, s.name as station, k.district, d.name as district_name,
          p.name as deputy, a.name as lead, k.created_at
        from cases k
        join categories c on c.id = k.category_id
        join stations s on s.id = k.station_id
        join districts d on d.code = k.district
        left join deputies p on p.id = k.deputy_id
        left join agencies a on a.id = k.lead_agency_id
        """;

    public string Id { get; init; } = "";

    public string Number { get; init; } = "";

    public string CategoryId { get; init; } = "";

    public string Category { get; init; } = "";

    public string Title { get; init; } = "";

    public string Text { get; init; } = "";

    public string StationId { get; init; } = "";

    public string Station { get; init; } = "";

    public string District { get; init; } = "";

    public string DistrictName { get; init; } = "";

    public string? Deputy { get; init; }

    public string? Lead { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public PublishedCase ToCase(IReadOnlyList<CaseEvent> events, DateOnly today)
    {
        var (state, shown) = (CaseHistory.Fold(events), MaskedReport.Of(Title, Text, null));
        return new PublishedCase(
            Number, state.Status, new Named(CategoryId, Category), shown.Title, shown.Text, new Named(StationId, Station), new NamedDistrict(District, DistrictName),
            Deputy, Lead, CreatedAt, AnswerOf(state, events, today), state.Evaluation?.Grade);
    }

    public PublishedDetail ToDetail(
        IReadOnlyList<CaseEvent> events, DateOnly today, IReadOnlyList<PublishedStage> stages, IReadOnlyList<PublishedPhoto> photos)
    {
        var shown = ToCase(events, today);
        return new PublishedDetail(
            shown.Number, shown.Status, shown.Category, shown.Title, shown.Text, shown.Station, shown.District, shown.Deputy, shown.Lead, shown.ReportedAt, shown.Answer,
            shown.Grade, stages, photos);
    }

    /// <summary>Offices write to a person who may have told them a number, so their words are masked as well.</summary>
    private PublishedAnswer? AnswerOf(Case state, IReadOnlyList<CaseEvent> events, DateOnly today)
    {
        if (state.Redirection is { } elsewhere)
        {
            return new PublishedAnswer(
                Masked(elsewhere.Text), events.Last(entry => entry.Fact is Redirected).At, Deputy ?? Terms.Of(Role.CommitteeOffice), null,
                Terms.Find($"Destination.{elsewhere.Destination}") ?? elsewhere.Destination, null, null);
        }

        if (state is { Reply: { } reply, AnsweredAt: { } at })
            return new PublishedAnswer(Masked(reply.PublicText), at, Lead ?? "", reply.Outcome, null, reply.PromisedOn, Promises.StandingOf(state, today))
            {
                Verdict = state.Verdict?.Kind,
            };

        return state is { DeputyAnswer: { } text, AnsweredAt: { } answeredAt }
            ? new PublishedAnswer(Masked(text), answeredAt, Deputy ?? "", null, null, null, null)
            : null;
    }

    private static string Masked(string text) => PersonalDetails.Mask(text).Text;
}
