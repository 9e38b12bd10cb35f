using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>Which of a jurisdiction's published cases, and the walk along an index that finds a page of them, newest first.</summary>
public sealed record PublishedFilter
{
    private const int LongestWord = 100;

    /// <summary>Part of a number, a title or a text.</summary>
    public string? Text { get; init; }

    public string? Category { get; init; }

    /// <summary>Null for all of them.</summary>
    public IReadOnlyList<CaseStatus>? Statuses { get; init; }

    /// <summary>Reported at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Reported at this instant or earlier.</summary>
    public DateTimeOffset? Until { get; init; }

    public Refusal? Refusal => Text?.Length > LongestWord ? Refusal.OfField("q", ErrorTexts.Field("field_too_long", "q", LongestWord)) : null;

    internal string Sql(Dialect dialect, bool after) => $"""
        select k.id, k.version from cases k {dialect.AlongIndex(Category is null ? "cases_public" : "cases_public_category")}
        where {string.Join(" and ", Conditions(after))} order by k.id desc limit @limit
        """;

    internal DynamicParameters Parameters(string jurisdiction, PageRequest page)
    {
        var parameters = new DynamicParameters();
        parameters.Add("jurisdiction", jurisdiction);
        parameters.Add("category", Category);
        parameters.Add("q", Text is null ? null : SearchText.Pattern(Text));
        parameters.Add("statuses", Statuses?.Select(status => status.ToString()));
        parameters.Add("from", From);
        parameters.Add("until", Until);
        parameters.Add("after", page.After);
        parameters.Add("limit", page.Limit + 1);
        return parameters;
    }

    private IEnumerable<string> Conditions(bool after)
    {
        yield return PublicCases.InJurisdiction;
        if (Category is not null)
            yield return "k.category_id = @category";
        yield return PublicCases.IsPublished;
        if (Text is not null)
            yield return "(lower(replace(k.number, '-', '')) like @q escape '!' or k.public_text like @q escape '!')";
        if (Statuses is not null)
            yield return "k.status in @statuses";
        if (From is not null)
            yield return "k.created_at >= @from";
        if (Until is not null)
            yield return "k.created_at <= @until";
        if (after)
            yield return "k.id < @after";
    }
}
