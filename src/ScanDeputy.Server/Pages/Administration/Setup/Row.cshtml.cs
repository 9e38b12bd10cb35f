using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Receptions;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Pictures;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.Network.Templates;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Pages.Asking;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration.Setup;

/// <summary>One row of a register: new, changed, taken out of use or back; by the way that the API takes.</summary>
[FileForm(2L * PictureUploads.LargestFile, PictureUploads.LargestFile, 1)]
public sealed class RegisterRowPage(RegisterDesks desks, ListDataChanges.Handler changes, RowParts parts, PreviewReceptions.Handler previews, RegisterChoices choices, TimeProvider clock) : PageModel
{
    private const string New = "new";

    public IRegisterDesk Desk { get; private set; } = null!;

    public string Id { get; private set; } = New;

    public bool IsNew => Id == New;

    public IRegisterItem? Item { get; private set; }

    public IReadOnlyDictionary<string, string?> Values { get; private set; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Numbers of the deputies who sit in a station.</summary>
    public string? Seated { get; private set; }

    /// <summary>A station's; null of other rows.</summary>
    public IReadOnlyList<(string Id, string Name)>? Keepers { get; private set; }

    /// <summary>A station's; null of other rows.</summary>
    public IReadOnlyList<StationPhotos.Item>? Photos { get; private set; }

    public bool IsDeputy => Desk.Name == DeputyRegister.Instance.Name;

    public IReadOnlyList<ListDataChanges.Item> Changes { get; private set; } = [];

    /// <summary>Columns that name rows of other registers, with what can be chosen.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<(string Code, string Word)>> Lists { get; private set; } = new Dictionary<string, IReadOnlyList<(string, string)>>(StringComparer.Ordinal);

    /// <summary>The days that a reception rule would give, as it stands in the form.</summary>
    public PreviewReceptions.Answer? Preview { get; private set; }

    public bool IsReceptionRule => Desk.Name == ReceptionRuleRegister.Instance.Name;

    /// <summary>A term whose end was said: nothing of it changes any more.</summary>
    public bool IsEnded => Desk.Name == TermRegister.Instance.Name && Item is { Active: false };

    public FormErrors Errors { get; private set; } = new();

    public string? Done { get; private set; }

    /// <summary>Of the preview.</summary>
    public string Year { get; private set; } = "";

    public string NewKey() => Ids.New(clock);

    /// <summary>Columns that are typed or chosen; whether a row is in use has buttons of its own, and a district's parent is in its code.</summary>
    public IEnumerable<string> Columns => Desk.Sheet.AllColumns.Where(column => column != "active" && (column != "parent" || Desk.Name != DistrictRegister.Instance.Name));

    /// <summary>Whether a column may be left empty.</summary>
    public static bool IsOptional(string column) => column is "id" or "lat" or "lng" or "pledge" or "photo_url" or "stopper" or "body" or "successor" or "deputies" or "at_once" or "topic" or "guests" or "capacity" or "exceptions" or "phone" or "trade_groups" or "professional_groups" or "unit" or "public_fields"
        or "icon" or "retention_years" or "parent" or "contact_name" or "contact_phone" or "co_agencies" or "valid_from" or "valid_to" or "last_on" || IsHave(column);

    /// <summary>The same on this page: a template without a category is for all of them.</summary>
    public bool MayBeEmpty(string column) => IsOptional(column) || (column == "category" && Desk.Name == AnswerTemplateRegister.Instance.Name);

    public string EmptyWordOf(string column) => column == "category" && MayBeEmpty(column) ? "所有类别" : NothingOf(column);

    /// <summary>八有: what a station has, and a note of each.</summary>
    public static bool IsHave(string column) => StationHaves.AllColumns.Contains(column, StringComparer.Ordinal);

    /// <summary>The word of a choice that was not made; of what a station has it is not the same as having none.</summary>
    public static string NothingOf(string column) => IsHave(column) ? "未填" : IsOptional(column) ? "无" : "请选择";

    /// <summary>Lines of a field that takes more than one.</summary>
    public static int RowsOf(string column) => column switch { "exceptions" or "districts" => 3, "text" => 6, _ => 0 };

    public static string TypeOf(string column) => column is "first_on" or "last_on" ? "date" : "text";

    /// <summary>What can be chosen; null for what is typed.</summary>
    public static IReadOnlyList<(string Code, string Word)>? ChoicesOf(string column) => column switch
    {
        "kind" => [.. Enum.GetValues<StationKind>().Select(kind => (Terms.Of(kind), Terms.Of(kind)))],
        "level" => [.. Enum.GetValues<DistrictLevel>().Where(level => level <= DistrictLevel.Town).Select(level => (Terms.Of(level), Terms.Of(level)))],
        "day_off" => [.. Enum.GetValues<DayOffPolicy>().Select(policy => (Terms.Of(policy), Terms.Of(policy)))],
        "move" => [.. AnswerTemplate.Moves.Select(move => (Terms.Of(move), Terms.Of(move)))],
        "body" => [.. Enum.GetValues<DistrictBody>().Select(body => (Terms.Of(body), Terms.Of(body)))],
        _ when column.StartsWith("has_", StringComparison.Ordinal) => [("是", "是"), ("否", "否")],
        _ => null,
    };

    public async Task<IActionResult> OnGetAsync([FromRoute] string register, [FromRoute] string id, [FromQuery] string? done, CancellationToken ct)
    {
        Done = done switch { "saved" => "已保存。", "closed" => "已停用。", "reopened" => "已恢复使用。", _ => null };
        return await ShowAsync(register, id, null, ct);
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string register, [FromRoute] string id, [FromRoute] string? step, CancellationToken ct)
    {
        if (desks.Find(register) is not { } desk)
            return this.Refused(ErrorCodes.NotFound);

        var user = this.SignedInUser();
        var form = Request.Form;
        int? version = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : null;
        var write = WriteContext.OfPage(user.Id, Request.Path, version, form["key"]);
        var said = desk.Sheet.AllColumns.Where(column => form.ContainsKey(column)).ToDictionary(column => column, column => (string?)form[column].ToString(), StringComparer.Ordinal);
        if (step == "seat")
            return await SeatAsync(register, id, form["deputies"].ToString(), write, ct);
        if (step is "photo" or "photo-remove" && register is "stations" or "deputies")
            return await PhotoAsync(register, id, step, write, ct);
        if (step == "preview" && register == ReceptionRuleRegister.Instance.Name)
            return await PreviewAsync(id, said, form["year"].ToString(), ct);

        if (step == "delete" && !this.IsConfirmed() && await desk.GetAsync(id, user, ct) is { IsRefused: false })
            return this.Ask(new Question(Questions.Text("delete.title", $"{desk.Sheet.Title} {id}"), [Questions.Text("delete.done")], Questions.Text("delete.yes"), $"/admin/setup/{register}/{id}"));

        var result = step switch
        {
            "save" => id == New ? await desk.CreateAsync(said, user, write, ct) : await desk.ChangeAsync(id, said, user, write, ct),
            "close" => await desk.SetActiveAsync(id, false, user, write, ct),
            "reopen" => await desk.SetActiveAsync(id, true, user, write, ct),
            "delete" => await desk.DeleteAsync(id, user, write, ct),
            _ => new Refusal(ErrorCodes.NotFound),
        };
        if (result.Refusal is not { } refusal)
        {
            return step == "delete"
                ? Redirect($"/admin/setup/{register}?done=deleted")
                : RedirectToPage(new { register, id = result.Value.Id, done = step switch { "save" => "saved", "close" => "closed", _ => "reopened" } });
        }

        if (refusal.Code == ErrorCodes.NotFound)
            return this.Refused(refusal.Code);

        Errors = new FormErrors(refusal);
        var page = await ShowAsync(register, id, step == "save" ? said : null, ct);
        return page is PageResult ? this.Again(Errors) : page;
    }

    private async Task<IActionResult> PreviewAsync(string id, Dictionary<string, string?> said, string year, CancellationToken ct)
    {
        Year = year;
        var preview = await previews.HandleAsync(said, year, this.SignedInUser(), ct);
        if (preview.Refusal is { } refusal)
            Errors = new FormErrors(refusal);
        else
            Preview = preview.Value;
        var page = await ShowAsync(ReceptionRuleRegister.Instance.Name, id, said, ct);
        return page is not PageResult ? page : preview.IsRefused ? this.Again(Errors) : this.Unwritten();
    }

    private async Task<IActionResult> PhotoAsync(string register, string id, string step, WriteContext write, CancellationToken ct)
    {
        var (user, form) = (this.SignedInUser(), Request.Form);
        if (step == "photo-remove" && !this.IsConfirmed())
            return this.Ask(new Question(Questions.Text("photo.title"), [Questions.Text("photo.done")], Questions.Text("photo.yes"), $"/admin/setup/{register}/{id}"));

        var refusal = step == "photo"
            ? await parts.AddPhotoAsync(register, id, form["have"].ToString(), form.Files.Count > 0 ? form.Files[0] : null, user, write, ct)
            : await parts.RemovePhotoAsync(register, id, form["photo"].ToString(), user, write, ct);
        if (refusal is null)
            return RedirectToPage(new { register, id, step = (string?)null, done = "saved" });
        if (refusal.Code == ErrorCodes.NotFound)
            return this.Refused(refusal.Code);

        Errors = new FormErrors(refusal);
        var page = await ShowAsync(register, id, null, ct);
        return page is PageResult ? this.Again(Errors) : page;
    }

    private async Task<IActionResult> SeatAsync(string register, string id, string typed, WriteContext write, CancellationToken ct)
    {
        var numbers = typed.Split([',', '，', '、', ' ', '\n', '\r', '\t', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var seated = await parts.SeatAsync(id, numbers, this.SignedInUser(), write, ct);
        if (seated.Refusal is not { } refusal)
            return RedirectToPage(new { register, id, done = "saved" });
        if (refusal.Code == ErrorCodes.NotFound)
            return this.Refused(refusal.Code);

        // The page has one field for all of them.
        Errors = new FormErrors(refusal with { Fields = refusal.Fields.ToDictionary(_ => "deputies", field => field.Value, StringComparer.Ordinal) });
        var page = await ShowAsync(register, id, null, ct);
        Seated = typed;
        return page is PageResult ? this.Again(Errors) : page;
    }

    private async Task<IActionResult> ShowAsync(string register, string id, Dictionary<string, string?>? typed, CancellationToken ct)
    {
        if (desks.Find(register) is not { } desk)
            return this.Refused(ErrorCodes.NotFound);

        (Desk, Id) = (desk, id);
        Year = Year.Length > 0 ? Year : ChinaTime.Today(clock).Year.ToString(CultureInfo.InvariantCulture);
        var user = this.SignedInUser();
        if (!IsNew)
        {
            var found = await desk.GetAsync(id, user, ct);
            if (found.Refusal is { } refusal)
                return this.Refused(refusal.Code);

            Item = found.Value;
            Changes = await changes.HandleAsync(desk.AuditName, id, user, ct);
            if (register == StationRegister.Instance.Name)
                (Seated, Keepers, Photos) = (await parts.SeatedAsync(id, user, ct), await parts.KeepersAsync(id, user, ct), await parts.PhotosAsync(id, user, ct));
        }

        Lists = await choices.OfAsync(desk, id, user, ct);
        // A link may say what is known of a new row already.
        typed ??= IsNew && Request.Method == HttpMethods.Get ? Columns.Where(Request.Query.ContainsKey).ToDictionary(column => column, column => (string?)Request.Query[column].ToString(), StringComparer.Ordinal) : null;
        Values = typed ?? Item?.Columns().ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal) ?? [];
        return Page();
    }
}
