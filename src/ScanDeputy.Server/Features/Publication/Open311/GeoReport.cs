using System.Globalization;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Publication.Open311;

/// <summary>
/// The read side of Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2): services are the categories, requests the published cases. Writing is the
/// mini-program's: a report needs a station, a deputy and somebody who is told of the answer.
/// </summary>
public sealed class GeoReport(PublishedReader reader, GetPublicPlace.Handler places, ListPublicPlaces.Handler all, CodeAddress addresses)
{
    private const int MostOfPage = 200;

    /// <summary>Pages are numbers here and cursors there: so many are walked over at the most.</summary>
    private const int LastPage = 50;

    public sealed record Query(string? Status, string? ServiceCode, string? StartDate, string? EndDate, string? Page, string? PageSize);

    /// <summary>As asked for; without it the only one, if there is only one.</summary>
    /// <returns>400 where it must be said which, 404 where there is none.</returns>
    public async Task<(string? Jurisdiction, GeoReportError? Error)> PlaceAsync(string? asked, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(asked))
        {
            return await all.HandleAsync(ct) is [var only] ? (only.Code, null) : (null, Error(400, "jurisdiction_id was not provided"));
        }

        return await reader.NameOfAsync(asked, ct) is null ? (null, Error(404, "jurisdiction_id was not found")) : (asked, null);
    }

    public async Task<IReadOnlyList<Service>> ServicesAsync(string jurisdiction, CancellationToken ct) =>
        [.. (await places.HandleAsync(jurisdiction, ct)).Value.Categories.Select(category => new Service { ServiceCode = category.Id, ServiceName = category.Name, Description = category.Name })];

    public async Task<(IReadOnlyList<ServiceRequest> Requests, GeoReportError? Error)> RequestsAsync(string jurisdiction, Query query, CancellationToken ct)
    {
        if (Read(query) is not { } read)
            return ([], Error(400, "a parameter is not as the specification says"));

        string? after = null;
        for (var page = 1; ; page++)
        {
            var found = await reader.ListAsync(jurisdiction, read.Filter, new PageRequest(read.Size, after), ct);
            if (found.Refusal is { } refusal)
                return ([], Error(ErrorCodes.StatusOf(refusal.Code), refusal.Code));
            if (page == read.Page)
                return ([.. found.Value.Items.Select(shown => Of(shown, null))], null);
            if ((after = found.Value.Next) is null)
                return ([], null);
        }
    }

    /// <param name="number">One, or several between commas, as the specification allows.</param>
    public async Task<IReadOnlyList<ServiceRequest>> FindAsync(string jurisdiction, string number, HttpRequest request, CancellationToken ct)
    {
        var found = new List<ServiceRequest>();
        foreach (var one in number.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(MostOfPage))
        {
            var shown = await reader.GetAsync(jurisdiction, CaseNumbers.AsIssued(one), ct);
            if (!shown.IsRefused)
                found.Add(Of(shown.Value, shown.Value.Photos.Count == 0 ? null : $"{addresses.Host(request)}{shown.Value.Photos[0].Url}"));
        }

        return found;
    }

    public static GeoReportError Error(int code, string description) => new() { Code = code, Description = description };

    private static (PublishedFilter Filter, int Page, int Size)? Read(Query query)
    {
        var (from, until) = (InstantOf(query.StartDate), InstantOf(query.EndDate));
        var statuses = query.Status?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (Wrong(query.StartDate, from) || Wrong(query.EndDate, until) || statuses.Any(status => status is not (ServiceRequest.Open or ServiceRequest.Closed))
            || NumberOf(query.Page, 1, LastPage, 1) is not { } page || NumberOf(query.PageSize, 1, MostOfPage, 50) is not { } size)
            return null;

        var filter = new PublishedFilter
        {
            Category = string.IsNullOrEmpty(query.ServiceCode) ? null : query.ServiceCode,
            Statuses = statuses.Length == 0 ? null : [.. statuses.SelectMany(ServiceRequest.StatesOf).Distinct()],
            From = from,
            Until = until,
        };
        return (filter, page, size);
    }

    private static bool Wrong(string? text, DateTimeOffset? instant) => !string.IsNullOrEmpty(text) && instant is null;

    /// <summary>W3C's form of ISO 8601; a time without an offset is China's.</summary>
    private static DateTimeOffset? InstantOf(string? text)
    {
        string[] local = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];
        if (DateTime.TryParseExact(text, local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var here) && here.Year is > 1970 and < 9999)
            return new DateTimeOffset(here, ChinaTime.Offset);
        return DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            && at.Year is > 1970 and < 9999 ? at : null;
    }

    private static int? NumberOf(string? text, int least, int most, int usual) => string.IsNullOrEmpty(text)
        ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private static ServiceRequest Of(PublishedCase shown, string? media) => new()
    {
        ServiceRequestId = shown.Number,
        Status = ServiceRequest.StatusOf(shown.Status),
        StatusNotes = shown.Answer?.Text ?? Terms.Of(shown.Status),
        ServiceName = shown.Category.Name,
        ServiceCode = shown.Category.Id,
        Description = $"{shown.Title}\n{shown.Text}",
        AgencyResponsible = shown.Lead ?? shown.Station.Name,
        RequestedDatetime = Said(shown.ReportedAt),
        UpdatedDatetime = Said(shown.ChangedAt),
        ExpectedDatetime = shown.Answer?.PromisedOn is { } on ? Said(new DateTimeOffset(on.ToDateTime(TimeOnly.MinValue), ChinaTime.Offset)) : "",
        Address = shown.District.Name,
        AddressId = shown.District.Code,
        MediaUrl = media ?? "",
    };

    private static string Said(DateTimeOffset at) => at.ToOffset(ChinaTime.Offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
