using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.ContentReview;
using ScanDeputy.Server.Features.Network.Deputies;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Cases.Forms;

/// <summary>Where the form of a report goes: looked at first, counted, sent.</summary>
public sealed class ReportDesk(SubmitCase.Handler cases, PreviewReport.Handler previews, IValidator<SubmitCase.Request> validator, SubmissionLimits limits, IdempotentWrites writes, FindDeputies.Handler deputies)
{
    /// <summary>One of the station or of a constituency there; null for anybody else.</summary>
    public async Task<FindDeputies.Item?> FindDeputyAsync(string code, string id, CancellationToken ct) =>
        await deputies.HandleAsync(new FindDeputies.Query { Code = code, Limit = "200" }, ct) is { IsRefused: false } found ? found.Value.Items.FirstOrDefault(one => one.Id == id) : null;

    public Refusal? Check(SubmitCase.Request request) => validator.Check(request);

    public async Task<Result<PreviewReport.View>> PreviewAsync(ReportForm form, CurrentUser user, CancellationToken ct)
    {
        var request = new PreviewReport.Request(form.Title, form.Text, form.PlaceAddress);
        return Validation.CheckTexts(request) is { } wrong ? wrong : await previews.HandleAsync(request, user, ct);
    }

    /// <summary>The same form came before, and its answer was lost on the way: what it wrote is no other case that is alike.</summary>
    public Task<bool> WasSentAsync(WriteContext write, CancellationToken ct) => writes.IsSpentAsync(write, ct);

    public async Task<Result<SubmitCase.Receipt>> SendAsync(SubmitCase.Request request, CurrentUser user, WriteContext write, HttpContext context, CancellationToken ct) =>
        await limits.TakeAsync(context, request.StationCode, write.IdempotencyKey, ct) is { } tooMany ? tooMany : await cases.HandleAsync(request, user, write, ct);
}
