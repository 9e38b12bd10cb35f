using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Tables;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>A register as pages see it: whatever its rows are, they have columns.</summary>
public interface IRegisterDesk
{
    string Name { get; }

    string OperationName { get; }

    SheetDefinition Sheet { get; }

    bool Closes { get; }

    /// <summary>Rows that are deleted, since nothing refers to them.</summary>
    bool Deletes { get; }

    string FieldOf(string column);

    /// <summary>A column that is said once and never changed.</summary>
    bool IsFixed(string column);

    /// <summary>What the audit trail calls it.</summary>
    string AuditName { get; }

    /// <summary>By which the list can be narrowed.</summary>
    Task<IReadOnlyList<string>> GroupsAsync(CurrentUser user, CancellationToken ct);

    Task<Result<Page<IRegisterItem>>> ListAsync(string? q, bool? active, string? group, string? after, CurrentUser user, CancellationToken ct);

    Task<Result<IRegisterItem>> GetAsync(string id, CurrentUser user, CancellationToken ct);

    Task<Result<IRegisterItem>> CreateAsync(IReadOnlyDictionary<string, string?> said, CurrentUser user, WriteContext write, CancellationToken ct);

    Task<Result<IRegisterItem>> ChangeAsync(string id, IReadOnlyDictionary<string, string?> said, CurrentUser user, WriteContext write, CancellationToken ct);

    Task<Result<IRegisterItem>> SetActiveAsync(string id, bool active, CurrentUser user, WriteContext write, CancellationToken ct);

    Task<Result<IRegisterItem>> DeleteAsync(string id, CurrentUser user, WriteContext write, CancellationToken ct);

    Task<Result<TableExport>> ExportAsync(string? format, CurrentUser user, CancellationToken ct);
}

/// <summary>All registers by their names.</summary>
public sealed class RegisterDesks(RegisterLists lists, RegisterWrites writes)
{
    public IReadOnlyList<IRegisterDesk> All { get; } =
    [
        Of(DistrictRegister.Instance, lists, writes), Of(StationRegister.Instance, lists, writes), Of(DeputyRegister.Instance, lists, writes),
        Of(AgencyRegister.Instance, lists, writes), Of(CategoryRegister.Instance, lists, writes), Of(AgencyRuleRegister.Instance, lists, writes),
        Of(ConstituencyRegister.Instance, lists, writes), Of(AnswerTemplateRegister.Instance, lists, writes), Of(TermRegister.Instance, lists, writes), Of(ReceptionRuleRegister.Instance, lists, writes),
    ];

    public IRegisterDesk? Find(string name) => All.FirstOrDefault(desk => desk.Name == name);

    private static Desk<TItem, TFields> Of<TItem, TFields>(Register<TItem, TFields> register, RegisterLists lists, RegisterWrites writes)
        where TItem : class, IRegisterItem => new(register, lists, writes);

    private sealed class Desk<TItem, TFields>(Register<TItem, TFields> register, RegisterLists lists, RegisterWrites writes) : IRegisterDesk
        where TItem : class, IRegisterItem
    {
        public string Name => register.Name;

        public string OperationName => register.OperationName;

        public SheetDefinition Sheet => register.Sheet;

        public bool Closes => register.Closes;

        public bool Deletes => register.Keys.Count > 1;

        public string AuditName => DataChanges.NameOf(register.Table);

        public string FieldOf(string column) => register.FieldOf(column);

        public bool IsFixed(string column) => register.IsFixed(column);

        public Task<IReadOnlyList<string>> GroupsAsync(CurrentUser user, CancellationToken ct) => lists.GroupsAsync(register, user, ct);

        public async Task<Result<Page<IRegisterItem>>> ListAsync(string? q, bool? active, string? group, string? after, CurrentUser user, CancellationToken ct) =>
            await lists.ListAsync(register, q, active, group, "50", after, user, ct) is { IsRefused: false } found
                ? new Page<IRegisterItem>([.. found.Value.Items], found.Value.Next)
                : Refusal.OfField("after", "field_page");

        public async Task<Result<IRegisterItem>> GetAsync(string id, CurrentUser user, CancellationToken ct) => Seen(await lists.GetAsync(register, id, user, ct));

        public async Task<Result<IRegisterItem>> CreateAsync(IReadOnlyDictionary<string, string?> said, CurrentUser user, WriteContext write, CancellationToken ct) =>
            Seen(await writes.CreateAsync(register, said, user, write, ct));

        public async Task<Result<IRegisterItem>> ChangeAsync(string id, IReadOnlyDictionary<string, string?> said, CurrentUser user, WriteContext write, CancellationToken ct) =>
            Seen(await writes.ChangeAsync(register, id, said, user, write, ct));

        public async Task<Result<IRegisterItem>> SetActiveAsync(string id, bool active, CurrentUser user, WriteContext write, CancellationToken ct) =>
            Seen(await writes.SetActiveAsync(register, id, active, user, write, ct));

        public async Task<Result<IRegisterItem>> DeleteAsync(string id, CurrentUser user, WriteContext write, CancellationToken ct) =>
            Seen(await writes.DeleteAsync(register, id, user, write, ct));

        public Task<Result<TableExport>> ExportAsync(string? format, CurrentUser user, CancellationToken ct) =>
            lists.ExportAsync(register, format, user, ct);

        private static Result<IRegisterItem> Seen(Result<TItem> item) => item.Refusal is { } refusal ? refusal : Result.Of<IRegisterItem>(item.Value);
    }
}
