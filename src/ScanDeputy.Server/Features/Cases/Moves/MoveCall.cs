using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>A call, of the API or of a page, that makes a move: of which case, by whom.</summary>
public sealed record MoveCall(string CaseId, CurrentUser User, WriteContext Write, MoveRunner Runner, CancellationToken Ct)
{
    /// <inheritdoc cref="MoveRunner.RunAsync(string, CaseCommand, CurrentUser, WriteContext, CancellationToken, Func{WriteScope, CaseFile, Task{Refusal?}}?, Func{WriteScope, CaseFile, Task{Refusal?}}?)"/>
    public Task<Result<CaseView>> RunAsync(
        CaseCommand command, Func<WriteScope, CaseFile, Task<Refusal?>>? check = null, Func<WriteScope, CaseFile, Task<Refusal?>>? also = null) =>
        Runner.RunAsync(CaseId, command, User, Write, Ct, check, also);

    public Task<Result<CaseView>> RunAsync(CaseCommand command, MoveRunner.Completion complete, Func<WriteScope, CaseFile, Task<Refusal?>>? also = null) =>
        Runner.RunAsync(CaseId, command, User, Write, complete, Ct, also);

    /// <summary>For a move that brings photos: they become the case's.</summary>
    public Task<Refusal?> TakePhotosAsync(WriteScope scope, CaseFile file, IReadOnlyList<string> photos) =>
        Runner.TakePhotosAsync(scope, file, User.Id, photos);
}
