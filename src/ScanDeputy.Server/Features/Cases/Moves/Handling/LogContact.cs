using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>三见面: an agency notes that it spoke with deputy or resident, before, during or after its handling. Who spoke and what was said can be erased; its fingerprint stays.</summary>
public sealed class LogContact : IMoveEndpoint
{
    public static Move Move => Move.LogContact;

    public sealed record Request(ContactPhase? Phase, DateOnly? On, ContactWay? Way, ContactWith? With, string? Who, string? Text);

    public sealed class Validator : AbstractValidator<Request>
    {
        private const int LongestWho = 50;

        public Validator()
        {
            RuleFor(request => request.Phase).NotNull().WithMessage(_ => ErrorTexts.Field("field_choose", "办理前、办理中或办理后")).IsInEnum();
            RuleFor(request => request.On).NotNull().WithMessage(_ => ErrorTexts.Field("field_required", "联系日期"));
            RuleFor(request => request.Way).NotNull().WithMessage(_ => ErrorTexts.Field("field_choose", "联系方式")).IsInEnum();
            RuleFor(request => request.With).NotNull().WithMessage(_ => ErrorTexts.Field("field_choose", "联系对象")).IsInEnum();
            RuleFor(request => request.Who).Text("联系人", 1, LongestWho);
            RuleFor(request => request.Text).Text("联系情况", 1, TextRules.LongestNote);
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/log-contact", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    /// <summary>An agency speaks for itself only. The secret of the fingerprint is made once the key is known to be new: a repeated call has the same command.</summary>
    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call)
    {
        var (who, words) = (TextRules.Clean(request.Who!), TextRules.Clean(request.Text!));
        var nonce = Receipts.NewNonce();
        var asked = new LogContactCommand(call.User.AgencyId ?? "", request.Phase!.Value, request.On!.Value, request.Way!.Value, request.With!.Value, Receipts.Fingerprint("", who, words, []));
        return call.RunAsync(
            asked,
            (_, file, _) => Task.FromResult<Result<CaseCommand>>(asked with { Fingerprint = Receipts.Fingerprint(nonce, who, words, [], call.Runner.NextHash(file)) }),
            async (scope, file) =>
            {
                await scope.ExecuteAsync(Insert, new { file.Row.Id, file.State.Version, nonce, who, words });
                return null;
            });
    }

    private const string Insert = "insert into case_contacts (case_id, sequence, nonce, who, words) values (@Id, @Version, @nonce, @who, @words)";
}
