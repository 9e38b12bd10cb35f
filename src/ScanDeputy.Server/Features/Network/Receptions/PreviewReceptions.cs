using System.Globalization;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Receptions;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>The days of a year that a rule would give, before it is saved: each with who receives, and why it is held when it is.</summary>
public static class PreviewReceptions
{
    /// <param name="PlannedOn">As the recurrence gives it.</param>
    /// <param name="HeldOn">Null when it is not held.</param>
    /// <param name="OffDay">The holiday that it fell on, an empty text for a weekend; null for a working day.</param>
    /// <param name="Provisional">The State Council's notice for it is not known yet.</param>
    public sealed record Day(DateOnly PlannedOn, DateOnly? HeldOn, IReadOnlyList<string> Deputies, ReceptionFate Fate, string? OffDay, bool Provisional);

    /// <param name="Held">How many days are held.</param>
    public sealed record Answer(int Year, string Recurrence, string RecurrenceText, int Held, IReadOnlyList<Day> Days);

    public static void Map(RouteGroupBuilder admin) => admin.MapPost("/reception-rules/preview", async (
        string? year, ReceptionRuleRegister.Fields fields, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(ReceptionRuleRegister.Instance.Columns(fields), year, user, ct)).ToHttp())
        .WithName("PreviewReceptionRule").Produces<Answer>();

    public sealed class Handler(Database database, RuleBook book, TimeProvider clock)
    {
        // Anything else than a refusal would be written; nothing is.
        private const string OnlyLooked = "looked_only";

        /// <param name="said">By the columns of the sheet; the number may be left out.</param>
        /// <param name="year">This one when it is left out.</param>
        public async Task<Result<Answer>> HandleAsync(IReadOnlyDictionary<string, string?> said, string? year, CurrentUser user, CancellationToken ct)
        {
            var today = ChinaTime.Today(clock);
            var wanted = today.Year;
            if (!string.IsNullOrEmpty(year) && (!int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out wanted) || wanted < today.Year - 1 || wanted > today.Year + 5))
                return Refusal.OfField("year", ReceptionTexts.Format("preview.year", today.Year - 1, today.Year + 5));

            var sheet = SheetDefinition.ReceptionRules;
            var columns = sheet.AllColumns.ToDictionary(column => column, column => said.GetValueOrDefault(column)?.Trim() ?? "", StringComparer.Ordinal);
            columns["id"] = columns["id"].Length == 0 ? "new" : columns["id"];
            Answer? answer = null;
            var looked = await database.WriteAsync<Answer>(
                async scope =>
                {
                    var faults = new ImportFaults();
                    var data = MasterData.Read(ImportFiles.OfRow(sheet, columns, faults), faults);
                    var ids = await ImportIds.LoadAsync(scope, user.Jurisdiction!);
                    await new ReferenceRules(data, user.Jurisdiction!, ids, book).CheckAsync(scope);
                    if (faults.All.Count > 0)
                        return faults.ToRefusal(column => ReceptionRuleRegister.Instance.FieldOf(column ?? "recurrence"));

                    answer = await AnswerAsync(scope, data.ReceptionRules[0], ids, wanted, user.Jurisdiction!);
                    return new Refusal(OnlyLooked);
                },
                ct);
            return answer is not null ? answer : looked.Refusal!;
        }

        private async Task<Answer> AnswerAsync(WriteScope scope, MasterData.ReceptionRuleLine line, ImportIds ids, int year, string jurisdiction)
        {
            var ground = await ReceptionGround.LoadAsync(book, scope.Connection, jurisdiction, scope.Transaction);
            var rule = new ReceptionRuleRow
            {
                StationId = ids.Station(line.Station),
                Recurrence = line.Recurrence.Text,
                StartsOn = line.StartsOn,
                Deputies = string.Join('|', line.Deputies),
                AtOnce = line.AtOnce,
                DayOff = line.DayOff.ToString(),
                Exceptions = ReceptionExceptions.Format(line.Exceptions),
            };
            // A day of the next January may be held in December.
            var names = ground.Deputies.Values.DistinctBy(deputy => deputy.Id, StringComparer.Ordinal).ToDictionary(deputy => deputy.Id, deputy => deputy.Name, StringComparer.Ordinal);
            var days = ground.DaysOf(rule, new DateOnly(year + 1, 1, 31)).Where(day => (day.HeldOn ?? day.PlannedOn).Year == year)
                .Select(day => new Day(day.PlannedOn, day.HeldOn, [.. day.Deputies.Select(id => names[id])], day.Fate, day.OffDay, day.Provisional))
                .OrderBy(day => day.HeldOn ?? day.PlannedOn).ToList();
            return new Answer(year, line.Recurrence.Text, line.Recurrence.Words, days.Count(day => day.HeldOn is not null), days);
        }
    }
}
