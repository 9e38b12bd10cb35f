using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>What a list of cases is narrowed to, and as conditions on the case, <c>k</c>.</summary>
internal sealed record CaseFilter
{
    public CaseStatus? Status { get; init; }

    public StageKind? Stage { get; init; }

    public bool? Overdue { get; init; }

    public DistrictCode? District { get; init; }

    public string? Agency { get; init; }

    public string? Text { get; init; }

    /// <summary>Another's case that I am shown because I follow it.</summary>
    public const string OnlyFollowed = "k.resident_id <> @me and exists (select 1 from case_followers f where f.case_id = k.id and f.user_id = @me)";

    /// <summary>The states that a case must be in; null for any. Only an open stage has a kind, or a date that can have passed.</summary>
    public IReadOnlyList<CaseStatus>? States
    {
        get
        {
            var open = Stage is { } kind ? OpenStatuses.Of(kind) : Overdue == true ? OpenStatuses.All : null;
            return Status is { } status ? open?.Contains(status) == false ? [] : [status] : open;
        }
    }

    /// <summary>For a walk that does not go by state itself.</summary>
    public IEnumerable<string> OnState => Status is null ? [] : ["k.status = @status"];

    public IEnumerable<string> OnDistrict => District is null ? [] : ["k.district between @districtFrom and @districtTo"];

    public IEnumerable<string> OnAgency =>
        Agency is null ? [] : ["exists (select 1 from case_agencies ca where ca.case_id = k.id and ca.agency_id = @agency)"];

    /// <summary>Those that no walk goes by.</summary>
    public IEnumerable<string> OnTheRest
    {
        get
        {
            if (Stage is not null)
                yield return "k.stage_kind = @stage";
            if (Overdue is { } overdue)
                yield return overdue ? Cases.Overdue.OfCase : Cases.Overdue.NotOfCase;
            if (Text is not null)
                yield return Matching;
        }
    }

    public void AddTo(DynamicParameters parameters)
    {
        parameters.Add("status", Status?.ToString());
        parameters.Add("stage", Stage?.ToString());
        parameters.Add("districtFrom", District?.ToString());
        parameters.Add("districtTo", District?.Last);
        parameters.Add("agency", Agency);
        parameters.Add("q", Text is null ? null : SearchText.Pattern(Text));
    }

    // Number, title or text (Platform/Texts/SearchText); of a case that is only followed the number, since what is masked in it must not be found by trying.
    private const string Matching =
        $"(lower(replace(k.number, '-', '')) like @q escape '!' or (not ({OnlyFollowed}) and k.search_text like @q escape '!'))";
}
