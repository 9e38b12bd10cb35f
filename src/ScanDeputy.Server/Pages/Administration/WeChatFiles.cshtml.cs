using System.Text;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Verification;
using ScanDeputy.Server.Pages.Asking;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>微信校验文件: handed in as mp.weixin.qq.com gave them out.</summary>
[FileForm(64 * 1024, LargestFile, 1)]
public sealed class WeChatFilesPage(VerificationFiles.Handler files, IValidator<VerificationFiles.Request> validator, TimeProvider clock) : PageModel
{
    public const int LargestFile = 4096;

    public IReadOnlyList<VerificationFiles.Item> Files { get; private set; } = [];

    public FormErrors Errors { get; private set; } = new();

    public string NewKey() => Ids.New(clock);

    public async Task OnGetAsync(CancellationToken ct) => await LoadAsync(ct);

    public async Task<IActionResult> OnPostAsync([FromForm] string? key, CancellationToken ct)
    {
        var user = this.SignedInUser();
        if (Request.Form.Files is not [{ Length: > 0 } sent, ..])
            return await AgainAsync(Refusal.OfField("file", "field_file_missing"), ct);

        var read = await FileForms.BytesOfAsync(sent, LargestFile, ct);
        if (read.Refusal is { } unread)
            return await AgainAsync(unread, ct);

        var request = new VerificationFiles.Request(Encoding.UTF8.GetString(read.Value.Bytes).TrimStart('\uFEFF'));
        var refusal = validator.Check(request);
        refusal ??= (await files.PutAsync(read.Value.Name, request.Content!.Trim(), user, WriteContext.OfPage(user.Id, Request.Path, null, key), ct)).Refusal;
        return refusal is null ? Redirect("/admin/wechat-files?done=uploaded") : await AgainAsync(refusal, ct);
    }

    public async Task<IActionResult> OnPostDeleteAsync([FromForm] string? name, [FromForm] string? key, CancellationToken ct)
    {
        if (!this.IsConfirmed())
            return this.Ask(new Question(Questions.Text("file.title", name), [Questions.Text("file.done")], Questions.Text("file.yes"), "/admin/wechat-files"));

        var user = this.SignedInUser();
        var done = await files.DeleteAsync(name ?? "", user, WriteContext.OfPage(user.Id, Request.Path, null, key), ct);
        return done.Refusal is { } refusal ? await AgainAsync(refusal, ct) : Redirect("/admin/wechat-files?done=deleted");
    }

    private async Task LoadAsync(CancellationToken ct) => Files = await files.ListAsync(this.SignedInUser(), ct);

    private async Task<IActionResult> AgainAsync(Refusal refusal, CancellationToken ct)
    {
        await LoadAsync(ct);
        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }
}
