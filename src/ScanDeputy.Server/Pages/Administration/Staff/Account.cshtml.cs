using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Administration.Departures;
using ScanDeputy.Server.Features.Administration.Staff;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.OpenSessions;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Features.People.SecondFactor;
using ScanDeputy.Server.Pages.Asking;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration.Staff;

/// <summary>One account: what it is, and what an administrator does to it.</summary>
public sealed class AccountPage(
    AdministerStaff.Handler staff, ResetPassword.Handler passwords, InviteByPhone.Handler invitations, CloseAccount.Handler closing, ResetTotp.Handler totp, ConfirmRoles.Handler proposals, EndSessions.Handler sessions, StaffChoices choices, PeopleLists people, TimeProvider clock) : PageModel
{
    public StaffView? Account { get; private set; }

    public StaffForm Form { get; private set; } = new();

    public StaffChoices.Lists? Lists { get; private set; }

    public IReadOnlyList<(string Code, string Word)> Staff { get; private set; } = [];

    public IReadOnlyList<string> Changes { get; private set; } = [];

    /// <summary>Roles that wait for another person's confirmation.</summary>
    public ConfirmRoles.Item? Waiting { get; private set; }

    /// <summary>The form that was just refused; empty is the account's own.</summary>
    public string? Tried { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public string? Done { get; private set; }

    /// <summary>A password that was made just now: on the page that follows, for ten minutes, and nowhere else.</summary>
    public (string UserName, string Password)? Issued { get; private set; }

    /// <summary>A reset would end the session that the new password has to be shown to.</summary>
    public bool IsOwn => Account?.Id == this.SignedInUser().Id;

    /// <summary>Whether there is a gateway, and a phone that it can reach.</summary>
    public bool MayInvite => invitations.IsOn && Account?.Phone is not null;

    public IReadOnlyList<SessionView> Sessions { get; private set; } = [];

    public string Key => Ids.New(clock);

    private AnswersToShow Answers => HttpContext.RequestServices.GetRequiredService<AnswersToShow>();

    public string WaysIn => string.Join('、', Ways()) is { Length: > 0 } ways ? ways : "还不能登录：请登记手机号或生成密码";

    public async Task<IActionResult> OnGetAsync(string id, string? step, [FromQuery] string? issued, CancellationToken ct)
    {
        Issued = await Answers.FindAsync<IssuedTo>(HttpContext, this.SignedInUser().SessionId, issued, ct) is { } made && made.Id == id ? (made.UserName, made.Password) : null;
        Done = step switch
        {
            "saved" => "已保存。",
            "proposed" => "已记下，角色要由另一个能管账号的人确认后才变。",
            "confirmed" => "已确认，马上生效。",
            "refused" => "已作废，账号照旧。",
            "invited" => "邀请短信已发出，请提醒本人在七天内打开链接设置密码。",
            "closed" => "账号已停用。",
            "totp-reset" => "两步验证已重置，请提醒本人登录后重新设置。",
            "signed-out" => "这个账号已在所有设备上退出登录。",
            "reopened" => "账号已重新启用。",
            _ => null,
        };
        return await LoadAsync(id, ct) is { } refusal ? this.Refused(refusal.Code) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string? step, [FromForm(Name = "")] StaffForm form, [FromForm] string? substituteId, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var write = WriteContext.OfPage(user.Id, Request.Path, form.Version, form.Key);
        if (step == "password")
            return await IssueAsync(id, user, ct);
        if (step == "close" && !this.IsConfirmed())
            return await AskAsync(id, step, user, ct);

        var refusal = step switch
        {
            null => await ChangeAsync(id, form, user, write),
            "invite" => (await invitations.HandleAsync(id, user, HttpContext, ct)).Refusal,
            "totp" => (await totp.HandleAsync(id, user)).Refusal,
            "sessions" => (await sessions.EndAllAsync(id, user)).Refusal,
            "close" => await CloseAsync(id, substituteId, user, write),
            "reopen" => (await staff.ReopenAsync(id, user, write)).Refusal,
            "confirm" => (await proposals.ConfirmAsync(id, user, write)).Refusal,
            "refuse" => (await proposals.RefuseAsync(id, user, write)).Refusal,
            _ => new Refusal(ErrorCodes.NotFound),
        };
        if (refusal is null)
            return LocalRedirect($"/admin/staff/{id}/{await DoneAsync(id, step, user, ct)}");

        if (await LoadAsync(id, ct) is { } missing)
            return this.Refused(missing.Code);
        (Tried, Errors) = (step ?? "", new FormErrors(refusal, step == "close" ? "close-" : ""));
        if (step is null)
        {
            form.Version = Account!.Version;
            Form = form;
        }

        return this.Again(Errors);
    }

    private async Task<string> DoneAsync(string id, string? step, CurrentUser user, CancellationToken ct) => step switch
    {
        "invite" => "invited",
        "totp" => "totp-reset",
        "sessions" => "signed-out",
        "close" => "closed",
        "confirm" => "confirmed",
        "refuse" => "refused",
        _ when await WaitingAsync(id, user, ct) is { Mine: true } => "proposed",
        null => "saved",
        _ => "reopened",
    };

    private async Task<ConfirmRoles.Item?> WaitingAsync(string id, CurrentUser user, CancellationToken ct) => (await proposals.ListAsync(user, ct)).Items.FirstOrDefault(item => item.UserId == id);

    private async Task<Refusal?> ChangeAsync(string id, StaffForm form, CurrentUser user, WriteContext write)
    {
        var draft = form.ToDraft();
        return HttpContext.RequestServices.GetRequiredService<IValidator<StaffDraft>>().Check(draft) ?? (await staff.ChangeAsync(id, draft, user, write)).Refusal;
    }

    private async Task<IActionResult> IssueAsync(string id, CurrentUser user, CancellationToken ct)
    {
        if (id == user.Id)
            return Redirect(SignInGate.PasswordPage);

        if (!this.IsConfirmed() && await staff.FindAsync(id, user, ct) is { IsRefused: false, Value.HasPassword: true })
            return await AskAsync(id, "password", user, ct);

        var made = await passwords.HandleAsync(id, user);
        return made.Refusal is { } refusal
            ? this.Refused(refusal.Code)
            : Redirect($"/admin/staff/{id}?issued={await Answers.KeepAsync(HttpContext, user.SessionId, new IssuedTo(id, made.Value.UserName, made.Value.Password))}");
    }

    private async Task<IActionResult> AskAsync(string id, string step, CurrentUser user, CancellationToken ct) =>
        this.Ask(Departing.Account(step, await HttpContext.RequestServices.GetRequiredService<CountDeparture>().OfAccountAsync(id, user, ct), $"/admin/staff/{id}"));

    private async Task<Refusal?> CloseAsync(string id, string? substituteId, CurrentUser user, WriteContext write)
    {
        var request = new CloseAccount.Request(substituteId);
        return HttpContext.RequestServices.GetRequiredService<IValidator<CloseAccount.Request>>().Check(request) ?? (await closing.HandleAsync(id, request, user, write)).Refusal;
    }

    private async Task<Refusal?> LoadAsync(string id, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var found = await staff.FindAsync(id, user, ct);
        if (found.Refusal is { } refusal)
            return refusal;

        (Account, Form) = (found.Value, StaffForm.Of(found.Value));
        Lists = await choices.LoadAsync(user.Jurisdiction!, ct);
        Staff = await people.StaffAsync(user.Jurisdiction!, ct);
        Sessions = (await sessions.ListOfAsync(id, user, ct)).Value.Items;
        Changes = await people.ChangesAsync(user.Jurisdiction!, ct, id);
        Waiting = await WaitingAsync(id, user, ct);
        return null;
    }

    private sealed record IssuedTo(string Id, string UserName, string Password);

    private IEnumerable<string> Ways()
    {
        if (Account!.HasPassword)
            yield return Account.MustChangePassword ? "密码（首次登录密码，尚未修改）" : "密码";
        if (Account.HasWeChat)
            yield return "微信";
        if (Account.Phone is not null && !Account.HasWeChat)
            yield return "手机号（可绑定微信）";
    }
}
