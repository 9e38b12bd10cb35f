using System.Security.Cryptography;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Administration.Limits;
using ScanDeputy.Server.Features.Deadlines;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Pages.Asking;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>The jurisdiction's limits: a new version, and what it would change of what is open, seen first; by the way that the API takes.</summary>
public sealed class LimitsPage(AdministerPolicies.Handler policies, IValidator<PolicyDraft> validator, TimeProvider clock) : PageModel
{
    private const int MostCounted = 200;

    public sealed class Form
    {
        public string? Key { get; set; }

        public int? TriageLimit { get; set; }

        public int? HandoverLimit { get; set; }

        public int? AssignmentLimit { get; set; }

        public int? HandlingLimit { get; set; }

        public int? VerdictLimit { get; set; }

        public int? ReturnWindow { get; set; }

        public int? SupervisedReturn { get; set; }

        public int? LongestExtension { get; set; }

        public int? CoOpinionBefore { get; set; }

        public int? EvaluationDays { get; set; }

        public int? DueSoonBefore { get; set; }

        public TimeOnly? DueSoonTime { get; set; }

        /// <summary>Working days after the due date; level 1 hears at once.</summary>
        public int? Level2After { get; set; }

        public int? Level3After { get; set; }

        public TimeOnly? QuietUntil { get; set; }

        public TimeOnly? QuietFrom { get; set; }

        public string? Version { get; set; }

        public string? Seen { get; set; }

        /// <summary>One for each category of the jurisdiction; empty fields leave the general limit.</summary>
        public List<OwnLimits> Categories { get; set; } = [];

        public PolicyDraft ToDraft() => new()
        {
            TriageLimit = TriageLimit,
            HandoverLimit = HandoverLimit,
            AssignmentLimit = AssignmentLimit,
            HandlingLimit = HandlingLimit,
            VerdictLimit = VerdictLimit,
            Categories = [.. Categories.Select(own => own.ToLimits())],
            ReturnWindow = ReturnWindow,
            SupervisedReturn = SupervisedReturn,
            LongestExtension = LongestExtension,
            CoOpinionBefore = CoOpinionBefore,
            EvaluationDays = EvaluationDays,
            DueSoonBefore = DueSoonBefore,
            DueSoonTime = DueSoonTime,
            Ladder = Ladder,
            QuietUntil = QuietUntil,
            QuietFrom = QuietFrom,
        };

        /// <summary>A level without days is not told; the form always names both.</summary>
        private IReadOnlyList<EscalationStep> Ladder =>
        [
            new EscalationStep(1, 0),
            .. Level2After is { } second ? [new EscalationStep(2, second)] : Array.Empty<EscalationStep>(),
            .. Level3After is { } third ? [new EscalationStep(3, third)] : Array.Empty<EscalationStep>(),
        ];
    }

    public sealed class OwnLimits
    {
        public string? CategoryId { get; set; }

        public int? TriageLimit { get; set; }

        public int? HandoverLimit { get; set; }

        public int? AssignmentLimit { get; set; }

        public int? HandlingLimit { get; set; }

        public int? VerdictLimit { get; set; }

        public bool IsEmpty => TriageLimit is null && HandoverLimit is null && AssignmentLimit is null && HandlingLimit is null && VerdictLimit is null;

        public static OwnLimits Of(CategoryLimits limits) => new()
        {
            CategoryId = limits.CategoryId,
            TriageLimit = limits.TriageLimit,
            HandoverLimit = limits.HandoverLimit,
            AssignmentLimit = limits.AssignmentLimit,
            HandlingLimit = limits.HandlingLimit,
            VerdictLimit = limits.VerdictLimit,
        };

        public CategoryLimits ToLimits() => new(CategoryId ?? "")
        {
            TriageLimit = TriageLimit,
            HandoverLimit = HandoverLimit,
            AssignmentLimit = AssignmentLimit,
            HandlingLimit = HandlingLimit,
            VerdictLimit = VerdictLimit,
        };
    }

    public IReadOnlyList<AdministerPolicies.Category> Categories { get; private set; } = [];

    public IReadOnlyList<AdministerPolicies.Item> Versions { get; private set; } = [];

    public DeadlinePolicy Current { get; private set; } = null!;

    public Form Typed { get; private set; } = new();

    public DateDifferences? Preview { get; private set; }

    /// <summary>The limits of which the changes are shown: only those can be published.</summary>
    public string? Seen { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public string? Done { get; private set; }

    /// <summary>What the form shows for a category: what was typed, else what holds.</summary>
    public OwnLimits? OwnOf(string categoryId) => Typed.Categories.Count > 0
        ? Typed.Categories.FirstOrDefault(own => own.CategoryId == categoryId)
        : Current.Categories.FirstOrDefault(own => own.CategoryId == categoryId) is { } limits ? OwnLimits.Of(limits) : null;

    /// <summary>What holds for a category now; null where it has no limit of its own.</summary>
    public string? LimitsText(string categoryId) => LimitsText(Current, categoryId);

    /// <summary>All limits of categories in a version; nothing where there are none.</summary>
    public string CategoriesText(DeadlinePolicy policy) =>
        string.Concat(Categories.Select(category => LimitsText(policy, category.Id) is { } text ? $"；{category.Name}：{text}" : null));

    private static string? LimitsText(DeadlinePolicy policy, string categoryId)
    {
        var own = Enum.GetValues<StageKind>().Where(kind => policy.OwnLimitOf(kind, categoryId) is not null)
            .Select(kind => $"{Terms.Of(kind)} {policy.OwnLimitOf(kind, categoryId)}").ToList();
        return own.Count == 0 ? null : $"{string.Join('、', own)} 个工作日";
    }

    public string NewKey() => Ids.New(clock);

    public async Task<IActionResult> OnGetAsync(string? step, int changed, CancellationToken ct)
    {
        Done = step switch
        {
            "saved" => "新的期限已生效，今后开始的环节按新期限计算；在办环节不变。",
            "applied" => $"在办环节已按现行期限重新计算，{changed} 件有变化，已告知办理人和反映人。",
            _ => null,
        };
        await LoadAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? step, [FromForm(Name = "")] Form form, CancellationToken ct)
    {
        var user = this.SignedInUser();
        Typed = form;
        if (step == "apply" && !this.IsConfirmed() && await QuestionAsync(ct) is { } question)
            return this.Ask(question);

        if (step == "apply")
        {
            var applied = await policies.RecomputeAsync(new AdministerPolicies.Recompute(form.Version), user, ct);
            if (!applied.IsRefused)
                return RedirectToPage(new { step = "applied", changed = applied.Value.Changed });
            Errors = new FormErrors(applied.Refusal);
        }
        else if (FormErrors.Join(this.Unreadable<Form>("field_number_or_time"), validator.Check(form.ToDraft())) is { } wrong)
        {
            Errors = new FormErrors(wrong);
        }
        else if (step == "save" && form.Seen == SeenOf(form))
        {
            var added = await policies.AddAsync(form.ToDraft(), user, WriteContext.OfPage(user.Id, Request.Path, null, form.Key), ct);
            if (!added.IsRefused)
                return RedirectToPage(new { step = "saved" });
            Errors = new FormErrors(added.Refusal);
        }
        else
        {
            var preview = await policies.PreviewAsync(form.ToDraft(), limit: "100", after: null, user, ct);
            Errors = new FormErrors(preview.Refusal);
            Preview = preview.IsRefused ? null : preview.Value;
        }

        Seen = Preview is null ? null : SeenOf(form);

        await LoadAsync(ct);
        return Errors.Any ? this.Again(Errors) : this.Unwritten();
    }

    private static string SeenOf(Form form) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(form.ToDraft(), ApiJson.Options)));

    /// <returns>Null when the limits in force cannot be counted any more: then the answer says why.</returns>
    private async Task<Question?> QuestionAsync(CancellationToken ct)
    {
        await LoadAsync(ct);
        var changes = await policies.ChangesOfApplyingAsync(MostCounted, this.SignedInUser(), ct);
        var late = changes.Items.Count(item => !item.Late && item.LateThen);
        return new Question(
            Questions.Text("apply.title"),
            [
                .. changes.Items.Count == 0 ? [Questions.Text("apply.none")] : Questions.Counted(changes.Next is null ? "apply.changed" : "apply.many", changes.Items.Count),
                .. Questions.Counted("apply.late", late),
                Questions.Text("apply.done"),
            ],
            Questions.Text("apply.yes"), "/admin/policies");
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        Categories = await policies.CategoriesAsync(this.SignedInUser(), ct);
        Versions = (await policies.ListAsync(this.SignedInUser(), ct)).Items;
        Current = Versions.First(version => version.InForce).Policy;
    }
}
