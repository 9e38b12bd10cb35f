using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Features.Network.Receptions.Bookings;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Receptions;

/// <summary>接待登记: a keeper's day at the station.</summary>
public sealed class DeskPage(
    ReceptionDesk.Handler desk, ListReceptions.Handler receptions, OwnStationCodes codes, IValidator<ReceptionDesk.AddRequest> visitors, IValidator<ReceptionDesk.NoteRequest> notes,
    TimeProvider clock) : PageModel
{
    private string? _tried;

    public ReceptionDesk.Answer Desk { get; private set; } = null!;

    public FormErrors Errors { get; private set; } = new();

    /// <summary>By the station, to write a report under; one that has none in use is not among them.</summary>
    public IReadOnlyDictionary<string, string> Codes { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public DateOnly? Next { get; private set; }

    public string NewKey() => Ids.New(clock);

    /// <summary>Of the one form that was refused.</summary>
    public FormErrors ErrorsOf(string id) => id == _tried ? Errors : new FormErrors(null, $"{id}-");

    public string? Typed(string id, string field) => id == _tried ? Request.Form[field].ToString() : null;

    public string? NoteOf(ReceptionDesk.Visitor visitor) => Typed(visitor.Id, "note") ?? visitor.Note;

    public Task<IActionResult> OnGetAsync([FromQuery] string? date, CancellationToken ct) => ShowAsync(date, ct);

    public async Task<IActionResult> OnPostAsync(
        [FromRoute] string? step, [FromRoute] string? id, [FromForm] string? key, [FromForm] string? date, [FromForm] string? name, [FromForm] string? phone, [FromForm] string? subject,
        [FromForm] string? note, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var write = WriteContext.OfPage(user.Id, Request.Path, null, key);
        var refusal = (step, id) switch
        {
            ("arrive", { } visitor) => (await desk.ArriveAsync(visitor, user, write, ct)).Refusal,
            ("note", { } visitor) => await NoteAsync(visitor, new ReceptionDesk.NoteRequest(note), user, write, ct),
            ("add", { } reception) => await AddAsync(reception, new ReceptionDesk.AddRequest(name, phone, subject), user, write, ct),
            _ => new Refusal(ErrorCodes.NotFound),
        };
        if (refusal is null)
            return Redirect($"/reception?date={Uri.EscapeDataString(date ?? "")}&done={step switch { "arrive" => "arrived", "note" => "noted", _ => "added" }}");
        if (refusal.Code == ErrorCodes.NotFound)
            return this.Refused(refusal.Code);

        (_tried, Errors) = (id, new FormErrors(refusal, $"{id}-"));
        var page = await ShowAsync(date, ct);
        return page is PageResult ? this.Again(Errors) : page;
    }

    /// <summary>The first day on which one of the keeper's stations receives.</summary>
    private async Task<DateOnly?> NextAsync(CurrentUser user, CancellationToken ct)
    {
        DateOnly? next = null;
        foreach (var station in user.StationIds)
        {
            if (await receptions.HandleAsync(station, null, "1", null, ct) is { IsRefused: false, Value.Items: [var first] } && (next is null || first.Date < next))
                next = first.Date;
        }

        return next;
    }

    private async Task<Refusal?> NoteAsync(string id, ReceptionDesk.NoteRequest request, CurrentUser user, WriteContext write, CancellationToken ct) =>
        notes.Check(request) ?? (await desk.NoteAsync(id, request, user, write, ct)).Refusal;

    private async Task<Refusal?> AddAsync(string id, ReceptionDesk.AddRequest request, CurrentUser user, WriteContext write, CancellationToken ct) =>
        visitors.Check(request) ?? (await desk.AddAsync(id, request, user, write, ct)).Refusal;

    private async Task<IActionResult> ShowAsync(string? date, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var found = await desk.GetAsync(date, user, ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Desk = found.Value;
        Codes = (await codes.FindAsync(user, ct)).ToDictionary(own => own.StationId, own => own.Code, StringComparer.Ordinal);
        if (Desk.Slots.Count == 0)
            Next = await NextAsync(user, ct);
        return Page();
    }
}
