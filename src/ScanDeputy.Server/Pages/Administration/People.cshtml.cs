using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Administration.Departures;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Absences;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Pages.Asking;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>Who leaves office, who leaves their post, and who is away: by the way that the API takes.</summary>
public sealed class PeoplePage(
    LeaveOffice.Handler leaving, CloseAccount.Handler closing, GoAway.Handler absences, PeopleLists lists, IServiceProvider services, TimeProvider clock) : PageModel
{
    public sealed class Form
    {
        public string? Key { get; set; }

        public string? Id { get; set; }

        public DateOnly? On { get; set; }

        public string? SuccessorId { get; set; }

        public string? Reason { get; set; }

        public DateOnly? From { get; set; }

        public DateOnly? Until { get; set; }

        public string? SubstituteId { get; set; }

        public bool WeChat { get; set; }

        public bool Phone { get; set; }
    }

    public IReadOnlyList<(string Code, string Word)> Deputies { get; private set; } = [];

    public IReadOnlyList<(string Code, string Word)> Staff { get; private set; } = [];

    /// <summary>Whose phone or WeChat changed hands, newest first; for administrators.</summary>
    public IReadOnlyList<string> Changes { get; private set; } = [];

    /// <summary>The form that was just refused.</summary>
    public string? Tried { get; private set; }

    public Form Typed { get; private set; } = new();

    public FormErrors Errors { get; private set; } = new();

    public string? Done { get; private set; }

    public bool MayClose => Rights.Allows(Rights.Secure, this.SignedInUser());

    public string NewKey() => Ids.New(clock);

    public FormErrors ErrorsOf(string step) => step == Tried ? Errors : new FormErrors(null, $"{step}-");

    public string? ValueOf(string step, string? value) => step == Tried ? value : null;

    public async Task<IActionResult> OnGetAsync(string? step, int handedOn, int toOffice, CancellationToken ct)
    {
        Done = step switch
        {
            "left" => $"已办理离任：移交其他代表 {handedOn} 件，转人大工作机构 {toOffice} 件。",
            "leaves" => "已登记，到离任之日自动移交。",
            "closed" => "账号已停用。",
            "gone" => "已登记请假。",
            "unbound" => "已解除绑定，该账号已全部退出登录。",
            _ => null,
        };
        await LoadAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? step, [FromForm(Name = "")] Form form, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var write = WriteContext.OfPage(user.Id, Request.Path, null, form.Key);
        Result<RouteValueDictionary> result = string.IsNullOrWhiteSpace(form.Id)
            ? Refusal.OfField("id", "field_person_needed")
            : this.Unreadable<Form>() is { } unread ? unread : step switch
            {
                "leave" => await LeaveAsync(form, user, write, ct),
                "away" => await AwayAsync(form, user, write, ct),
                "close" when MayClose => await CloseAsync(form, user, write),
                "unbind" when MayClose => await UnbindAsync(form, user, write),
                _ => new Refusal(ErrorCodes.NotFound),
            };
        if (result.Refusal is not { } refusal)
            return result.Value.Count > 0 ? RedirectToPage(result.Value) : this.Ask(await QuestionAsync(step!, form, user, ct));

        (Tried, Typed, Errors) = (step, form, new FormErrors(refusal, $"{step}-"));
        await LoadAsync(ct);
        return this.Again(Errors);
    }

    private async Task<Result<RouteValueDictionary>> LeaveAsync(Form form, CurrentUser user, WriteContext write, CancellationToken ct)
    {
        var request = new LeaveOffice.Request(form.On, form.SuccessorId, form.Reason);
        if (Check(request) is { } wrong)
            return wrong;

        if (!this.IsConfirmed())
            return Unasked();

        var left = await leaving.HandleAsync(form.Id!, request, user, write, ct);
        if (left.Refusal is { } refusal)
            return refusal;

        var answer = left.Value;
        return answer.On > Domain.Calendars.ChinaTime.Today(clock)
            ? Go("leaves")
            : new RouteValueDictionary { ["step"] = "left", ["handedOn"] = answer.HandedOn, ["toOffice"] = answer.ToOffice };
    }

    private async Task<Result<RouteValueDictionary>> AwayAsync(Form form, CurrentUser user, WriteContext write, CancellationToken ct)
    {
        var request = new GoAway.Request(form.From, form.Until, form.SubstituteId);
        if (Check(request) is { } wrong)
            return wrong;

        var gone = await absences.HandleAsync(form.Id!, request, user, write, ct);
        return gone.Refusal is { } refusal ? refusal : Go("gone");
    }

    private async Task<Result<RouteValueDictionary>> CloseAsync(Form form, CurrentUser user, WriteContext write)
    {
        var request = new CloseAccount.Request(form.SubstituteId);
        if (Check(request) is { } wrong)
            return wrong;

        if (!this.IsConfirmed())
            return Unasked();

        var closed = await closing.HandleAsync(form.Id!, request, user, write);
        return closed.Refusal is { } refusal ? refusal : Go("closed");
    }

    private async Task<Result<RouteValueDictionary>> UnbindAsync(Form form, CurrentUser user, WriteContext write)
    {
        var request = new Unbind.Request(form.WeChat, form.Phone, form.Reason);
        if (Check(request) is { } wrong)
            return wrong;

        if (!this.IsConfirmed())
            return Unasked();

        var unbound = await services.GetRequiredService<Unbind.Handler>().HandleAsync(form.Id!, request, user, write);
        return unbound.Refusal is { } refusal ? refusal : Go("unbound");
    }

    /// <summary>Nothing is wrong with it, and nobody has said yes.</summary>
    private static RouteValueDictionary Unasked() => [];

    private async Task<Question> QuestionAsync(string step, Form form, CurrentUser user, CancellationToken ct)
    {
        var counts = services.GetRequiredService<CountDeparture>();
        if (step != "leave")
            return Departing.Account(step, await counts.OfAccountAsync(form.Id!, user, ct), "/admin/people");

        var cases = await counts.CasesOfAsync(form.Id!, user, ct);
        var on = form.On ?? Domain.Calendars.ChinaTime.Today(clock);
        return Departing.Deputy(cases, !string.IsNullOrWhiteSpace(form.SuccessorId), on, "/admin/people");
    }

    private static RouteValueDictionary Go(string step) => new() { ["step"] = step };

    private Refusal? Check<T>(T request)
        where T : notnull => services.GetRequiredService<IValidator<T>>().Check(request);

    private async Task LoadAsync(CancellationToken ct)
    {
        var jurisdiction = this.SignedInUser().Jurisdiction!;
        Deputies = await lists.DeputiesAsync(jurisdiction, ct);
        Staff = await lists.StaffAsync(jurisdiction, ct);
        if (MayClose)
            Changes = await lists.ChangesAsync(jurisdiction, ct);
    }
}
