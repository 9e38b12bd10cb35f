using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Documents;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Papers;

/// <summary>The papers of a case: which there are for this caller, and each as a page to print (<c>?format=html</c>) or a file for a word processor (<c>docx</c>).</summary>
public static class GetPaper
{
    public const string WordMediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <param name="Kind">As it stands in the address.</param>
    public sealed record Item(string Kind, string Number, string Title);

    public static void Map(RouteGroupBuilder cases)
    {
        cases.MapGet("/{id}/papers", async (string id, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.ListAsync(id, user, ct)).ToHttp(items => TypedResults.Ok(new Page<Item>(items, null))))
            .WithName("ListPapers").Produces<Page<Item>>();
        cases.MapGet("/{id}/papers/{kind}", async (string id, [ClosedList<PaperNames>] string kind, [ClosedList("html", "docx")] string? format, CurrentUser user, Handler handler, HttpContext context, CancellationToken ct) =>
            format is null or "" or "html" or "docx"
                ? (await handler.HandleAsync(id, kind, user, ct)).ToHttp(document => Answer(document, format == "docx", "", context))
                : new ProblemResult(Refusal.OfField("format", ErrorTexts.Field("field_choice", "format"))))
            .WithName("GetPaper").Produces<string>(StatusCodes.Status200OK, "text/html", WordMediaType);
    }

    /// <param name="document">The paper.</param>
    /// <param name="word">As a file; otherwise as a page.</param>
    /// <param name="bar">Markup above a page.</param>
    /// <param name="context">The request.</param>
    public static IResult Answer(PrintDocument document, bool word, string bar, HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        return word
            ? TypedResults.Bytes(PrintWord.Render(document), WordMediaType, $"{document.Title}.docx")
            : TypedResults.Content(PrintHtml.Page(document, bar), "text/html; charset=utf-8");
    }

    public sealed class Handler(Database database, RuleBook book, CaseViews views)
    {
        public async Task<Result<IReadOnlyList<Item>>> ListAsync(string id, CurrentUser user, CancellationToken ct) => await LoadAsync(id, user, ct) is { } source
            ? Result.Of<IReadOnlyList<Item>>([.. source.Kinds().Select(kind => new Item(PaperNames.NameOf(kind), source.NumberOf(kind), Terms.Of(kind)))])
            : new Refusal(ErrorCodes.NotFound);

        /// <summary>A paper that does not exist yet, or is not for this reader, is not found.</summary>
        public async Task<Result<PrintDocument>> HandleAsync(string id, string kind, CurrentUser user, CancellationToken ct) =>
            await LoadAsync(id, user, ct) is { } source && PaperNames.Find(kind) is { } known && source.Kinds().Contains(known)
                ? new PaperComposer(source).Compose(known)
                : new Refusal(ErrorCodes.NotFound);

        private Task<PaperSource?> LoadAsync(string id, CurrentUser user, CancellationToken ct) => database.ReadAsync(
            async connection =>
            {
                if (await CaseFile.LoadAsync(connection, id) is not { } file)
                    return null;

                var parties = CaseAccess.PartiesOf(user, file.Row, file.State);
                if (!CaseAccess.MaySee(user, file.Row, parties))
                    return null;

                var rules = await book.LoadAsync(connection, file.Row.Jurisdiction);
                return new PaperSource(await views.BuildAsync(connection, file, user, new CaseDates(file.State, rules)), file.Events, CaseAccess.IsOfficial(user, file.Row, parties), await OfficeNames.CountyAsync(connection, file.Row.Jurisdiction));
            },
            ct);
    }
}
