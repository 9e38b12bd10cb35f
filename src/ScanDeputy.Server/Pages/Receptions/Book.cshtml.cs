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

/// <summary>One time at which a station receives: looked at by everybody, booked by residents.</summary>
public sealed class BookPage(
    GetStationByCode.Handler stations, ListReceptions.Handler receptions, BookReception.Handler booking, ListBookings.Handler bookings, IValidator<BookReception.Request> validator,
    TimeProvider clock) : PageModel
{
    public sealed record BookForm(string? Key, string? Name, string? Phone, string? Subject);

    public GetStationByCode.Answer Opened { get; private set; } = null!;

    public Reception Day { get; private set; } = null!;

    public Booking? Mine { get; private set; }

    public BookForm Form { get; private set; } = new(null, null, null, null);

    public FormErrors Errors { get; private set; } = new();

    public new CurrentUser? User { get; private set; }

    public bool MayBook => User is { } user && Rights.Allows(Rights.Follow, user);

    public string NewKey() => Ids.New(clock);

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, [FromRoute] string id, CancellationToken ct) => await OpenAsync(code, id, ct) ?? Page();

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, [FromRoute] string id, [FromRoute] string? step, [FromForm(Name = "")] BookForm form, CancellationToken ct)
    {
        if (await OpenAsync(code, id, ct) is { } closed)
            return closed;
        if (User is not { } user)
            return Redirect($"/login?returnUrl={Uri.EscapeDataString($"/s/{Opened.Code}/receptions/{id}")}");
        if (!MayBook)
            return this.Refused(ErrorCodes.Forbidden);

        Form = form;
        var write = WriteContext.OfPage(user.Id, Request.Path, null, form.Key);
        var request = new BookReception.Request(form.Name, form.Phone, form.Subject);
        var done = step == "cancel" ? await CancelAsync(id, user, write, ct) : await BookAsync(id, request, user, write, ct);
        if (!done.IsRefused)
            return Redirect($"/s/{Opened.Code}/receptions/{id}?done={done.Value}");

        Errors = new FormErrors(done.Refusal);
        return this.Again(Errors);
    }

    private async Task<Result<string>> CancelAsync(string id, CurrentUser user, WriteContext write, CancellationToken ct) =>
        await booking.CancelAsync(id, user, write, ct) is { Refusal: { } refusal } ? refusal : "cancelled";

    private async Task<Result<string>> BookAsync(string id, BookReception.Request request, CurrentUser user, WriteContext write, CancellationToken ct)
    {
        if (validator.Check(request) is { } wrong)
            return wrong;

        var made = await booking.BookAsync(id, request, user, write, ct);
        return made.Refusal is { } refusal ? refusal : made.Value.Status == BookingStatus.Waiting ? "waiting" : "booked";
    }

    private async Task<IActionResult?> OpenAsync(string code, string id, CancellationToken ct)
    {
        User = HttpContext.Features.Get<CurrentUser>();
        var opened = await stations.HandleAsync(code, ct);
        if (opened.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Opened = opened.Value;
        if (await receptions.FindAsync(Opened.Station.Id, id, ct) is not { } day)
            return this.Refused(ErrorCodes.NotFound);

        Day = day;
        Mine = MayBook ? await bookings.FindAsync(id, User!, ct) : null;
        return null;
    }
}
