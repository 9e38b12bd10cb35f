using ScanDeputy.Server.Features.Cases.Papers;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Documents;

namespace ScanDeputy.Server.Features.Ledger;

/// <summary>A case's copy as a paper to read.</summary>
internal static class CaseCopyPaper
{
    private static readonly string[] Words = ["suggestionTitle", "publicText", "text", "reason", "internalNote", "note"];

    public static PrintDocument Of(CaseCopy copy, DateTimeOffset madeAt)
    {
        var view = copy.View;
        var blocks = new List<PrintBlock> { new PrintForm(Lines(view, madeAt)), Heading("report"), new PrintText(view.Text) };
        if (view.Answer is { } answer)
            blocks.AddRange([Heading("answer"), new PrintText(answer.Text), .. answer.InternalNote is { } note ? [new PrintText(note)] : Array.Empty<PrintBlock>()]);
        blocks.AddRange([Heading("stages"), Stages(view), Heading("events"), Events(copy)]);
        if (copy.Photos.Count > 0)
            blocks.AddRange([Heading("photos"), new PrintPictures([.. copy.Photos.Select((photo, i) => new PrintPicture(photo.Name, PaperTexts.Format("photo", i + 1)))])]);
        blocks.Add(new PrintText(PaperTexts.Of("file.proof")));
        return new PrintDocument(PaperTexts.Of("file.title"), view.Number, blocks);
    }

    private static PrintHeading Heading(string key) => new(PaperTexts.Of($"file.{key}"));

    private static List<PrintLine> Lines(CaseView view, DateTimeOffset madeAt)
    {
        (string Label, string? Value)[] all =
        [
            ("title", view.Title), ("status", Terms.Of(view.Status)), ("category", view.Category.Name), ("station", view.Station.Name),
            ("district", view.District.Name), ("place", view.Place?.Address), ("contact", view.Contact?.Name), ("phone", view.Contact?.Phone),
            ("deputy", view.Deputy?.Name), ("lead", view.Lead?.Name), ("coAgencies", string.Join('、', view.CoAgencies.Select(agency => agency.Name))),
            ("receivedAt", PaperTexts.Moment(view.CreatedAt)), ("receipt", view.Receipt), ("outcome", view.Outcome is { } outcome ? Terms.Of(outcome) : null),
            ("answeredAt", view.Answer is { } answer ? PaperTexts.Moment(answer.At) : null),
            ("promisedOn", view.Answer?.PromisedOn is { } promised ? PaperTexts.Day(promised) : null),
            ("evaluation", view.Evaluation is { } evaluation ? $"{Terms.Of(evaluation.Grade)}\n{evaluation.Text}".Trim() : null),
            ("madeAt", PaperTexts.Moment(madeAt)),
        ];
        return [.. all.Where(line => !string.IsNullOrEmpty(line.Value)).Select(line => new PrintLine(PaperTexts.Of($"label.{line.Label}"), line.Value!))];
    }

    private static PrintTable Stages(CaseView view) => new(
        Heads("stage", "owner", "startedAt", "dueOn", "endedAt", "verdict"),
        [
            .. view.Stages.Select(stage => (IReadOnlyList<string>)
                [
                    Terms.Of(stage.Kind), stage.Owner.Name, PaperTexts.Moment(stage.StartedAt), PaperTexts.Day(stage.DueOn),
                    stage.EndedAt is { } ended ? PaperTexts.Moment(ended) : "", Terms.Of(stage.Verdict),
                ]),
        ]);

    private static PrintTable Events(CaseCopy copy) => new(
        Heads("sequence", "at", "who", "what", "hash"),
        [
            .. copy.Events.Select(entry => (IReadOnlyList<string>)
                [$"{entry.Sequence}", PaperTexts.Moment(entry.At), entry.Actor.Name, string.Join('\n', Said(entry)), entry.Hash ?? ""]),
        ]);

    private static IEnumerable<string> Said(ListCaseEvents.EventView entry) => Words
        .Select(word => entry.Data.TryGetPropertyValue(word, out var value) ? value?.ToString() : null)
        .Where(text => !string.IsNullOrEmpty(text)).Select(text => text!).Prepend(entry.Text);

    private static IReadOnlyList<string> Heads(params string[] keys) => [.. keys.Select(key => PaperTexts.Of($"head.{key}"))];
}
