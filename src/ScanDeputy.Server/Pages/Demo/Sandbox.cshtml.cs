using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Pages.Accounts;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Pages.Demo;

/// <summary>The demo's desk: be somebody, move the clock, look at their phones, scan a station's code.</summary>
public sealed class SandboxPage(TimeProvider clock, Database database, SessionIssuer sessions) : PageModel
{
    private const int MostCodes = 12;
    private const int MostMessages = 10;

    public IReadOnlyList<PersonaGroups.Group> Groups { get; private set; } = [];

    public DateTimeOffset Now { get; private set; }

    public string? To { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    /// <summary>Whose phone is shown; null for everybody's.</summary>
    public string? Phone { get; private set; }

    public IReadOnlyList<SandboxEndpoints.MessageItem> Messages { get; private set; } = [];

    public IReadOnlyList<SandboxEndpoints.StationCodeItem> Codes { get; private set; } = [];

    public int CodesInAll { get; private set; }

    public IReadOnlyDictionary<string, string> DisplayNames { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public async Task<IActionResult> OnGetAsync(string? phone, CancellationToken ct)
    {
        Phone = phone;
        return await ShowAsync(null, ct);
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? advance, [FromForm] string? to, CancellationToken ct)
    {
        To = to;
        var moved = await SandboxEndpoints.MoveAsync(
            new SandboxEndpoints.ClockRequest(advance, to), HttpContext.RequestServices.GetRequiredService<ClockMover>(), clock, ct);
        if (moved.Refusal is { } refusal)
            return await ShowAsync(refusal, ct);

        // The cookie lives twelve hours of the moved clock; whoever moves it by days stays who they are.
        if (HttpContext.Features.Get<CurrentUser>() is { } user)
            await HttpContext.SignInPageAsync(await sessions.OpenAsync(user.Id, ct));
        return LocalRedirect("/sandbox#clock");
    }

    private async Task<IActionResult> ShowAsync(Refusal? refused, CancellationToken ct)
    {
        var services = HttpContext.RequestServices;
        var personas = services.GetRequiredService<Personas>();
        var people = await personas.ListAsync(ct);
        Groups = PersonaGroups.Of(people);
        DisplayNames = people.ToDictionary(persona => persona.Name, persona => persona.DisplayName, StringComparer.Ordinal);
        Now = ChinaTime.Now(clock);
        var messages = await services.GetRequiredService<SandboxPhones>().MessagesAsync(Phone, ct);
        if (messages.Refusal is { } unknown)
            return this.Refused(unknown.Code);

        Messages = [.. messages.Value.Items.Reverse().Take(MostMessages)];
        var codes = (await SandboxEndpoints.StationCodesAsync(database, ct)).Items;
        (Codes, CodesInAll) = ([.. codes.Take(MostCodes)], codes.Count);
        Errors = new FormErrors(refused);
        return this.Again(Errors);
    }
}
