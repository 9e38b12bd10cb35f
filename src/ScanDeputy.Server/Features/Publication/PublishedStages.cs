using System.Data.Common;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Reading;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>Whose turn it was, until when, and whether in time: what the author sees of it as well.</summary>
internal static class PublishedStages
{
    public static async Task<IReadOnlyList<PublishedStage>> OfAsync(DbConnection connection, CaseFile file, CaseDates dates, DateOnly today)
    {
        var names = await CaseNames.LoadAsync(connection, file.Row, file.State, null);
        return
        [
            .. dates.State.Stages.Select(stage =>
            {
                var counted = dates.Of(stage);
                return new PublishedStage(stage.Kind, stage.Round, names.Owner(stage.Owner), stage.StartedAt, counted.DueOn, stage.EndedAt, counted.Verdict, counted.IsOverdue(today))
                {
                    Lapsed = stage.End == StageEnd.Lapsed,
                };
            }),
        ];
    }
}
