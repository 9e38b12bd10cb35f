using System.Globalization;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Network.Constituencies;
using ScanDeputy.Server.Features.Network.Deputies;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>Makes, changes, closes and deletes rows of registers. Who changes a row must have seen its last version; each change leaves an audit line.</summary>
public sealed class RegisterWrites(IdempotentWrites writes, StationCache stations, RuleBook book, ReceptionPlanner planner, PersonalData crypto, TimeProvider clock)
{
    private const string Yes = "是";
    private const string No = "否";

    /// <param name="register">Of which kind.</param>
    /// <param name="said">By the columns of its sheet.</param>
    /// <param name="user">An administrator.</param>
    /// <param name="write">The call.</param>
    /// <param name="ct">Ends the work.</param>
    public Task<Result<TItem>> CreateAsync<TItem, TFields>(
        Register<TItem, TFields> register, IReadOnlyDictionary<string, string?> said, CurrentUser user, WriteContext write, CancellationToken ct)
        where TItem : class, IRegisterItem => RunAsync(register, new { register.Name, said }, user, write, async scope =>
        {
            var columns = Filled(register, said, true);
            var before = await register.ListAsync(scope.Connection, user.Jurisdiction!, scope.Transaction);
            if (register.NumberPrefix is { } prefix && columns["id"].Length == 0)
                columns["id"] = NextNumber(before, prefix);

            var written = await WriteAsync(scope, register, columns, user);
            if (written.Refusal is { } refusal)
                return refusal;
            if (written.Value != Upserted.Inserted)
                return Refusal.OfField(register.FieldOf(register.Sheet.Columns[0]), RegisterTexts.Of(register.TakenText));

            var known = before.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
            var made = (await register.ListAsync(scope.Connection, user.Jurisdiction!, scope.Transaction)).FirstOrDefault(item => !known.Contains(item.Id));
            return made is not null ? register.Open(made, crypto) : Refusal.OfField(register.FieldOf(register.Sheet.Columns[0]), RegisterTexts.Of("outside"));
        }, ct);

    /// <summary>Says all fields anew: one that is left out is empty from now on.</summary>
    public Task<Result<TItem>> ChangeAsync<TItem, TFields>(
        Register<TItem, TFields> register, string id, IReadOnlyDictionary<string, string?> said, CurrentUser user, WriteContext write, CancellationToken ct)
        where TItem : class, IRegisterItem => RunAsync(register, new { register.Name, id, said }, user, write, async scope =>
        {
            var seen = await SeenAsync(scope, register, id, user, write);
            if (seen.Refusal is { } refusal)
                return refusal;

            var columns = Filled(register, said, seen.Value.Active);
            var now = seen.Value.Columns();
            foreach (var key in register.Sheet.AllColumns.Where(register.IsFixed))
            {
                if (columns[key].Length > 0 && columns[key] != now[key] && columns[key] != id)
                    return Refusal.OfField(register.FieldOf(key), RegisterTexts.Of(key == "valid_from" ? "fixed_from" : "fixed"));
                columns[key] = now[key];
            }

            var written = await WriteAsync(scope, register, columns, user, id);
            return written.Refusal ?? await AgainAsync(scope, register, id, user);
        }, ct);

    /// <summary>Takes a row out of use, or back into it.</summary>
    public Task<Result<TItem>> SetActiveAsync<TItem, TFields>(
        Register<TItem, TFields> register, string id, bool active, CurrentUser user, WriteContext write, CancellationToken ct)
        where TItem : class, IRegisterItem => RunAsync(register, new { register.Name, id, active }, user, write, async scope =>
        {
            var seen = await SeenAsync(scope, register, id, user, write);
            if (seen.Refusal is { } refusal)
                return refusal;
            if (!active && seen.Value.Active && await register.MayNotCloseAsync(scope, seen.Value) is { } reason)
                return new Refusal(RegisterErrors.StillNeeded) { TextCode = reason };

            var columns = seen.Value.Columns().ToDictionary(StringComparer.Ordinal);
            columns["active"] = active ? Yes : No;
            var written = await WriteAsync(scope, register, columns, user);
            return written.Refusal ?? await AgainAsync(scope, register, id, user);
        }, ct);

    /// <summary>Of a register whose rows nothing refers to.</summary>
    public Task<Result<TItem>> DeleteAsync<TItem, TFields>(Register<TItem, TFields> register, string id, CurrentUser user, WriteContext write, CancellationToken ct)
        where TItem : class, IRegisterItem => RunAsync(register, new { register.Name, id, deleted = true }, user, write, async scope =>
        {
            var seen = await SeenAsync(scope, register, id, user, write);
            if (seen.Refusal is { } refusal)
                return refusal;

            await scope.ExecuteAsync($"delete from {register.Table} where {Where(register)}", Parameters(register, id, 0));
            new DataChanges(user.Jurisdiction!, user.Id, clock).Write(
                scope, register.Table, id, seen.Value.Columns().Select(column => new DataChanges.Column(column.Key, column.Value, null)));
            return seen.Value;
        }, ct);

    private async Task<Result<TItem>> RunAsync<TItem, TFields>(
        Register<TItem, TFields> register, object request, CurrentUser user, WriteContext write, Func<WriteScope, Task<Result<TItem>>> work, CancellationToken ct)
        where TItem : class, IRegisterItem
    {
        var done = await writes.RunAsync(write, request, work, ct);
        if (!done.IsRefused && register.Table is "stations" or "deputies" or "categories" or "districts" or "reception_rules")
            await stations.InvalidateAllAsync(user.Jurisdiction!, ct);
        return done;
    }

    /// <summary>The row, locked against other changes until this one is done.</summary>
    private async Task<Result<TItem>> SeenAsync<TItem, TFields>(WriteScope scope, Register<TItem, TFields> register, string id, CurrentUser user, WriteContext write)
        where TItem : class, IRegisterItem
    {
        if (await register.FindAsync(scope.Connection, id, user.Jurisdiction!, scope.Transaction) is not { } item)
            return new Refusal(ErrorCodes.NotFound);
        if (write.ExpectedVersion is { Refusal: { } refusal })
            return refusal;

        var locked = await scope.ExecuteAsync(
            $"update {register.Table} set version = version where {Where(register)} and version = @version", Parameters(register, id, write.ExpectedVersion.Value));
        return locked == 1 ? register.Open(item, crypto) : new Refusal(ErrorCodes.VersionStale);
    }

    private async Task<Result<TItem>> AgainAsync<TItem, TFields>(WriteScope scope, Register<TItem, TFields> register, string id, CurrentUser user)
        where TItem : class, IRegisterItem => register.Open((await register.FindAsync(scope.Connection, id, user.Jurisdiction!, scope.Transaction))!, crypto);

    private async Task<Result<Upserted>> WriteAsync<TItem, TFields>(
        WriteScope scope, Register<TItem, TFields> register, IReadOnlyDictionary<string, string> columns, CurrentUser user, string? id = null)
        where TItem : class, IRegisterItem
    {
        var faults = new ImportFaults();
        var data = MasterData.Read(ImportFiles.OfRow(register.Sheet, columns, faults), faults);
        var ids = await ImportIds.LoadAsync(scope, user.Jurisdiction!);
        // What identifies a term is its name, which a change may say anew.
        if (id is not null && data.Terms is [var term] && !ids.TermIs(term.Level, term.Name, id))
            term.Row.Fault("name", "term_taken");
        await new ReferenceRules(data, user.Jurisdiction!, ids, book).CheckAsync(scope);
        if (faults.All.Count > 0)
            return faults.ToRefusal(column => register.FieldOf(column ?? register.Sheet.Columns[0]));

        var upsert = new Upsert(scope, new DataChanges(user.Jurisdiction!, user.Id, clock));
        await new MasterDataWriter(upsert, user.Jurisdiction!, ids, new DistrictWriter(scope, upsert, ChinaTime.Today(clock)), new DeputyWriter(scope, upsert, crypto)).WriteAsync(data);
        await ConstituencySheet.WriteAsync(scope, upsert, data.Constituencies, user.Jurisdiction!, ids);
        if (data.ReceptionRules is [var rule])
            await planner.PlanAsync(scope, [ids.ReceptionRule(rule.Id)]);
        else if (register.Table is "stations" or "deputies")
            ReceptionPlanner.PlanLater(scope, user.Jurisdiction!);
        var (inserted, updated, _) = upsert.Counts[register.Table];
        return inserted > 0 ? Upserted.Inserted : updated > 0 ? Upserted.Updated : Upserted.Unchanged;
    }

    private static Dictionary<string, string> Filled<TItem, TFields>(Register<TItem, TFields> register, IReadOnlyDictionary<string, string?> said, bool active)
        where TItem : class, IRegisterItem
    {
        var columns = register.Sheet.AllColumns.ToDictionary(column => column, column => said.GetValueOrDefault(column)?.Trim() ?? "", StringComparer.Ordinal);
        if (columns.ContainsKey("active"))
            columns["active"] = active ? Yes : No;
        return columns;
    }

    /// <summary>One more than the greatest that is there.</summary>
    private static string NextNumber(IEnumerable<IRegisterItem> items, string prefix)
    {
        var numbers = items.Select(item => item.Columns()["id"])
            .Where(number => number.StartsWith(prefix, StringComparison.Ordinal))
            .Select(number => int.TryParse(number.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}{numbers.Append(0).Max() + 1:000}");
    }

    private static string Where<TItem, TFields>(Register<TItem, TFields> register)
        where TItem : class, IRegisterItem => string.Join(" and ", register.Keys.Select((key, i) => $"{key} = @key{i}"));

    private static Dapper.DynamicParameters Parameters<TItem, TFields>(Register<TItem, TFields> register, string id, int version)
        where TItem : class, IRegisterItem
    {
        var parameters = new Dapper.DynamicParameters();
        parameters.Add("version", version);
        var values = register.KeysOf(id);
        for (var i = 0; i < values.Count; i++)
            parameters.Add($"key{i}", values[i]);
        return parameters;
    }
}
