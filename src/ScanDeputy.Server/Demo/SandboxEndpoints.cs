using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.WeChat.Sandbox;

namespace ScanDeputy.Server.Demo;

/// <summary>What only the embedded profile has: to be somebody else, to see their phone, to move the clock.</summary>
public static partial class SandboxEndpoints
{
    /// <param name="Advance">ISO 8601 duration.</param>
    /// <param name="Now">ISO 8601 instant; without an offset it is China's time.</param>
    public sealed record ClockRequest(string? Advance, string? Now);

    public sealed record ClockAnswer(DateTimeOffset Now);

    /// <param name="Channel"><c>wechat</c> or <c>sms</c>.</param>
    /// <param name="Persona">Empty for somebody who is none of the demo's people.</param>
    /// <param name="Phone">Of a text message only.</param>
    public sealed record MessageItem(
        long Id, DateTimeOffset At, string Channel, string Persona, string? Phone, string TemplateId, string Title, string? Page, IReadOnlyList<SandboxMessageField> Fields);

    public sealed record StationCodeItem(string Code, StationItem Station);

    public sealed record StationItem(string Id, string Name, string Kind, string District);

    public static void MapSandbox(this IEndpointRouteBuilder app)
    {
        var sandbox = app.MapGroup("/sandbox").ExcludeFromDescription().DisableAntiforgery();
        sandbox.MapPost("/personas/{name}/token", async (string name, Personas personas, CancellationToken ct) =>
            (await personas.SignInAsync(name, ct)).ToHttp());
        sandbox.MapPost("/clock", async (ClockRequest request, ClockMover mover, TimeProvider clock, CancellationToken ct) =>
            (await MoveAsync(request, mover, clock, ct)).ToHttp());
        sandbox.MapGet("/clock", (TimeProvider clock) => new ClockAnswer(clock.GetUtcNow()));
        sandbox.MapGet("/messages", async (string? persona, SandboxPhones phones, CancellationToken ct) => (await phones.MessagesAsync(persona, ct)).ToHttp());
        SandboxWeChat.Map(sandbox);
        SandboxTexts.Map(app);
        sandbox.MapGet("/station-codes", (Database database, CancellationToken ct) => StationCodesAsync(database, ct));
    }

    public static async Task<Page<StationCodeItem>> StationCodesAsync(Database database, CancellationToken ct)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<CodeRow>(SelectCodes), ct);
        return new Page<StationCodeItem>(
            [.. rows.Select(row => new StationCodeItem(row.Code, new StationItem(row.Id, row.Name, row.Kind, row.District)))], null);
    }

    public static async Task<Result<ClockAnswer>> MoveAsync(ClockRequest request, ClockMover mover, TimeProvider clock, CancellationToken ct)
    {
        var target = ParseInstant(request.Now);
        if (request.Advance is { Length: > 0 } advance)
        {
            if (ParseDuration(advance) is not { } duration)
                return Refusal.OfField("advance", "field_duration");
            target = clock.GetUtcNow() + duration;
        }

        if (target is not { } instant || instant > clock.GetUtcNow().AddYears(20))
            return Refusal.OfField("now", "field_instant");

        var moved = await mover.MoveToAsync(instant, ct);
        return moved.Refusal is { } refusal ? refusal : new ClockAnswer(moved.Value);
    }

    private static DateTimeOffset? ParseInstant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? Offset().IsMatch(text!) ? instant : new DateTimeOffset(instant.DateTime, ChinaTime.Offset)
            : null;

    [GeneratedRegex(@"(Z|[+-]\d{2}:?\d{2})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Offset();

    /// <summary>ISO 8601 as the standard writes it, weeks included; a month counts as 30 days.</summary>
    private static TimeSpan? ParseDuration(string text)
    {
        if (Weeks().Match(text) is { Success: true } weeks)
            return TimeSpan.FromDays(7 * int.Parse(weeks.Groups["count"].ValueSpan, CultureInfo.InvariantCulture));

        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (FormatException)
        {
            return null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^P(?<count>\d{1,3})W$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Weeks();

    // The station of the demo's three deputies comes first.
    private const string SelectCodes = """
        select c.code, s.id, s.name, s.kind, s.district
        from station_codes c join stations s on s.id = c.station_id
        where c.status = 'Active' and s.active = 1
        order by case when exists (
            select 1 from station_deputies m join users u on u.deputy_id = m.deputy_id
            where m.station_id = s.id and u.user_name = 'deputy-1') then 0 else 1 end, s.id, c.code
        """;

    private sealed record CodeRow
    {
        public string Code { get; init; } = "";

        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Kind { get; init; } = "";

        public string District { get; init; } = "";
    }
}
