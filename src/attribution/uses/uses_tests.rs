use super::{Between, Expected, Place, Use};

/// The place of `@` in a text.
pub fn place(text: &str) -> Place {
    let (before, after) = text.split_once('@').unwrap();
    let line = i32::try_from(before.matches('\n').count()).unwrap() + 1;
    let column = i32::try_from(before.rsplit('\n').next().unwrap().encode_utf16().count()).unwrap() + 1;
    let units: Vec<u16> = format!("{before}{after}").encode_utf16().collect();
    Place::new("/x/node_modules/y/z.js", &units, line, column)
}

fn call(name: &str, of: &str) -> Use {
    Use::Call { name: name.into(), of: of.into() }
}

#[test]
fn reads_what_stands_at_a_place() {
    let new = |name: &str, of: &str| Use::New { name: name.into(), of: of.into() };
    for (text, what) in [
        ("@connect(1)", call("connect", "")),
        ("it.@connect(1)", call("connect", "it")),
        ("it?.@connect(1)", call("connect", "it")),
        ("it.connect?.@(1)", Use::Bare),
        ("f() . /* a.b */ @connect /* ( */\n // x\n (1)", call("connect", "?")),
        ("it\n  // a line\n  .@connect(1)", call("connect", "line")),
        ("a.b.connect.@call(it)", call("call", "connect")),
        ("list[0]@(1)", Use::Bare),
        ("[...@each(x)]", call("each", "")),
        ("@new Own(1)", new("Own", "")),
        ("@new a . b.Own", new("Own", "b")),
        ("@new (f())()", new("", "")),
        ("x.@member", Use::Read("member".into())),
        ("x@?.member", Use::Read("member".into())),
        ("x@['member']", Use::Read("member".into())),
        ("x@[ name]", Use::Computed),
        ("const { @member } = x", Use::Read("member".into())),
        ("const { @'member': y } = x", Use::Read("member".into())),
        ("x.member @= 1", Use::Assigned),
        ("x[y] /* here */ @= 1", Use::Assigned),
        ("x.member @??= 1", Use::Assigned),
        ("x[y]@||=1", Use::Assigned),
        ("x.member @&&= 1", Use::Assigned),
        ("x.member @|= 1", Use::Other),
        ("x.member @+= 1", Use::Other),
        ("x.member @<= 1", Use::Other),
        ("x.member @|| y", Use::Other),
        ("({ ...x } @= y)", Use::Other),
        ("x @== 1", Use::Other),
        ("x @=> 1", Use::Other),
        ("@await (x)", Use::Other),
        ("it.@await (x)", call("await", "it")),
        ("`${@x}`", Use::Read("x".into())),
        ("f@`x`", Use::Other),
        ("'é€😀'; @größe()", call("größe", "")),
        ("a\r\nb\r\n@c()", call("c", "")),
        ("@", Use::Other),
    ] {
        assert_eq!(place(text).what, what, "{text}");
    }
}

#[test]
fn counts_lines_as_v8_does() {
    let at = |text: &str, line, column| {
        Place::new("", &text.encode_utf16().collect::<Vec<_>>(), line, column).what
    };
    assert_eq!(at("a\rb\r\nc\u{2028}d\n e()", 5, 2), call("e", ""));
    for (line, column) in [(0, 1), (1, 0), (-1, 1), (7, 1), (1, 99)] {
        assert_eq!(at("a\nb", line, column), Use::Other);
    }
}

#[test]
fn classes_are_made_and_members_are_read() {
    let made = Expected::Made("WebSocket".into());
    for text in [
        "@new WebSocket(1)",
        "@new a.WebSocket(1)",
        "@new WebSocket.prototype.constructor(1)",
        "@new e(1)",
        "@super(1)",
        "@class extends b {}",
        "WebSocket.@call(this)",
        "fs$WebSocket.@apply(this, list)",
    ] {
        assert!(place(text).fits_package(&made, Between::Nothing), "{text}");
        assert_eq!(place(text).fits_core(&made, Between::Nothing), text != "@new e(1)", "{text}");
    }
    assert!(place("a.@call(this)").fits_package(&made, Between::Nothing));
    for text in ["a.@call(this)", "objectToString.@call(a)"] {
        assert!(!place(text).fits_core(&made, Between::Nothing), "{text}");
    }
    for text in ["@new a.Other(1)", "@new a.constructor(1)", "a.@split(b)", "a.@b"] {
        assert!(!place(text).fits_package(&made, Between::Nothing), "{text}");
        assert!(!place(text).fits_core(&made, Between::Nothing), "{text}");
    }
    let read = Expected::Read("app".into());
    assert!(place("req.@app.get(x)").fits_core(&read, Between::Nothing));
    assert!(place("{ @app }").fits_package(&read, Between::Nothing));
    assert!(!place("msg.@payload").fits_package(&read, Between::Nothing));
    assert!(!place("msg@[name]").fits_core(&read, Between::Nothing));
    let router = Place { is_router: true, ..place("obj@[name]") };
    assert!(router.fits_core(&read, Between::Nothing));
    let function = Expected::Handed("Function".into());
    assert!(place("f.@constructor(x)").fits_package(&function, Between::Nothing));
    assert!(!place("f.@other(x)").fits_package(&function, Between::Nothing));
    assert!(place("f.@other(x)").fits_core(&function, Between::Nothing));
}

#[test]
fn a_name_of_the_global_object_is_read_where_one_of_them_stands() {
    let process = Expected::Global("process".into());
    let reads = |text: &str, between| {
        let place = place(text);
        let found = place.fits_package(&process, between);
        assert_eq!(found, place.fits_core(&process, between), "{text}");
        found
    };
    for text in [
        "@process.env",
        "globalThis@[key]",
        "global@[key]",
        "e.@process",
        "e@['process']",
        "const { @process } = e",
        "({ process: @own } = e)",
        "f()@.process",
        "Reflect.@get(globalThis, key)",
        "get.@call(globalThis)",
        "@return process",
        "with (this) { @return process; }",
        "if (process.env.A @=== 'b') {",
        "const name = process.env.A @|| 'b';",
        "@x = process.env.A",
        "f(); @exports.x = process.env.A",
        "if (a) { @x = process.env.A",
        "@const x = !process.env.A",
        "f(process.platform @!== 'a')",
        "if ((process.pid @> 1) || x)",
        "@return `${process.pid}`",
        "@return await process",
        "@throw new process.Error()",
        // The body of an arrow function, a condition of a loop, a field of a class: the place of the expression.
        "() => process.env.@A",
        "() => process.a('b').@c(d)",
        "() => process.a('b')@.c",
        "() => process.env@[key]",
        "() => process.env.A ?? @'b'",
        "() => process.env.@A || process.env.B || 'c'",
        "() => (process.a, @1)",
        "() => process.a @= 0",
        "() => [...process.argv]@.length",
        "async () => (await process).@mark",
        "() => [...process.argv].slice(2).@map(f)",
        "@import { f } from 'g';\nexport const a = () => process?.env.A, b = 5;",
        "@import { f } from 'g';\nwhile (process.env.A?.length) f();",
        "() => @[...process.argv]",
        "() => @{...process.env}",
        "async () => @await process.a()",
        "@() => process?.env?.A",
        "@async (a, b) => process.a?.b",
        "while (process.@a()) b()",
        "for (let i = 0; process.env.A\n  @|| b; i++) c()",
        "class A { static a = process.@b }",
        "const a = @class B extends process.C {}",
        // What stands before it in the statement sets variables, or is a literal. No member is read at such places.
        "; @return (_a = process.env) === null || _a === void 0 ? void 0 : _a.X",
        "var r = @(_a = process.mark) !== null && _a !== void 0 ? _a : 1",
        "; @return null===(e=process)||void 0===e?void 0:e.mark",
        "; @return\"string\"==typeof process.env.X&&1",
        "return e=1,t@=process,t",
        "while(e@=process)return e",
        "for(@e=process;;)return e",
        "; @a=b=process; return b",
        "; @if((e=process).mark)return e",
        "; @return true ? process : 0",
        "; @return '};' && process",
        "; @({ mark: a, ...rest } = process)",
        "const b = @{ mark: a } = process",
        "const { process: @{ mark } } = globalThis",
        "const q = @[x] = process.argv",
        "// process it\nif (msg.payload @=== process) {",
    ] {
        assert!(reads(text, Between::Nothing), "{text}");
    }
    assert!(reads("Reflect.@get(globalThis, key)", Between::Language));
    // A value of somebody else's, which may be the global object.
    for text in [
        "value@[key]",
        "f(value@[key], process)",
        "get.@call(value)",
        "({ ...@value })",
        "Reflect.@get(value, key)",
        "@return processes",
        "@return _process",
        "f(process, msg.@payload)",
        "if (process.env.A && msg.@payload)",
        "const { @payload = process } = msg",
        "const {\n  @payload = process,\n} = msg",
        "({ a, @payload = process }) => a",
        "f(msg.@payload || process)",
        "a.b.@c = process",
        "@a.b.c = process",
        "x = 'process' + msg.@payload",
        "process.on(msg.@payload)",
        "() => process.a && msg.@payload",
        "() => process.a && msg@?.payload",
        "() => process.a && @msg.payload++",
        "() => (process, msg.@payload)",
        "() => (process, msg.payload@++)",
        "() => (process, @{ ...msg })",
        "() => process.a ?? @msg.payload++",
        "() => f(process).@payload",
        "() => [process, msg]@.payload",
        "({ payload: @x } = msg, process)",
        "({ payload: @x = process } = msg)",
        "({ payload: @{ env: x } } = msg, process)",
        "({ [key]: @x.y } = msg, process)",
        "(process, @{ a: 1, ...msg })",
        "process; msg@[key] = 1",
        "process, msg@?.[key]",
        "(process, msg[key] @??= 1)",
        "process, [...@msg]",
        "() => [...msg, process].@payload",
        "@import { f } from 'g';\nexport const a = (msg) => msg?.payload, b = process.pid;",
        "() => ({ ...process.a, ...@msg })",
        "f(process, @msg)",
        "@({ a = process, ...all }) => a",
        "(process || msg).@payload",
        "if (process) @f(msg)",
        "process.a = msg.@payload",
    ] {
        assert!(!reads(text, Between::Nothing), "{text}");
    }
    for text in ["value@.x", "JSON.@stringify(value)", "value.@get(key)", "Reflect.@get(value, key)"] {
        assert!(!reads(text, Between::Language), "{text}");
    }
    assert!(!reads("util.@inspect(value)", Between::Looking));
}

#[test]
fn what_is_a_packages_own_is_read_by_its_name() {
    let own = Expected::Own("fetch".into());
    let reads = |text: &str| place(text).fits_package(&own, Between::Nothing);
    for text in [
        "@fetch(url)",
        "globalThis.@fetch",
        "e['fetch']".replace('[', "@[").as_str(),
        "const { @fetch } = globalThis",
        "({ get: @fetch })",
        "({ fetch: @load }) => load",
        "({ fetch: @load = 5 } = x)",
        "globalThis@[name]",
        "global @[name]",
    ] {
        assert!(reads(text), "{text}");
        assert!(!place(text).fits_package(&own, Between::Language), "{text}");
        assert!(!place(text).fits_core(&own, Between::Nothing), "{text}");
    }
    for text in [
        "value@[key]",
        "x.globalThis@[key]",
        "@...value",
        "({ ...@rest })",
        "value.@member",
        "Object.@assign(a, b)",
    ] {
        assert!(!reads(text), "{text}");
    }
}

#[test]
fn a_member_of_the_global_object_is_written_by_what_writes() {
    for (text, between, writes) in [
        ("globalThis.fetch @= mine", Between::Nothing, true),
        ("this[name] @= mine", Between::Nothing, true),
        ("fetch @= mine", Between::Node, true),
        ("Object.@defineProperty(globalThis, 'fetch', mine)", Between::Nothing, true),
        ("@o(globalThis, 'fetch', mine)", Between::Nothing, true),
        ("(0, x.y)@(globalThis, 'fetch', mine)", Between::Nothing, true),
        ("({ fetch: @globalThis.fetch } = mine)", Between::Nothing, true),
        ("Reflect.@set(global, 'fetch', mine)", Between::Language, true),
        ("Object.@assign(globalThis, { fetch })", Between::Language, true),
        ("Object.@assign({}, msg)", Between::Language, false),
        ("Object.@assign(target, msg)", Between::Nothing, false),
        ("Object.@keys(msg)", Between::Language, false),
        ("msg.@payload", Between::Nothing, false),
        ("({ ...rest } @= msg)", Between::Nothing, false),
        ("msg.payload.@trim()", Between::Nothing, false),
        ("list.@set(1, 2)", Between::Language, false),
        ("defineProperty(@x.y)", Between::Node, false),
    ] {
        assert_eq!(place(text).writes(between), writes, "{text} {between:?}");
    }
}

#[test]
fn a_member_is_set_by_a_key_where_its_name_does_not_stand() {
    for (text, by_key) in [
        ("obj[key] @= value", true),
        ("msg.payload[msg.topic] @= value", true),
        ("msg.global[key] @= value", true),
        ("of()[key] @= value", true),
        ("obj[list[0]] @= value", true),
        ("obj['a' + key] @= value", true),
        ("obj[`${key}`] @= value", true),
        ("obj[key] @||= value", true),
        ("obj.fetch @= value", false),
        ("obj['fetch'] @= value", false),
        ("obj[ \"fetch\" ] @= value", false),
        ("fetch @= value", false),
        ("globalThis[key] @= value", false),
        ("_global [key] @= value", false),
        ("this[key] @= value", false),
        ("Object.@defineProperty(obj, key, value)", false),
    ] {
        assert_eq!(place(text).is_set_by_key(), by_key, "{text}");
    }
}

#[test]
fn code_is_made_of_text_by_a_call_of_what_makes_it() {
    for (text, evaluates) in [
        ("@eval(text)", true),
        ("globalThis.@eval(text)", true),
        ("(0, eval)@(text)", true),
        ("@load('it')", true),
        ("exports.@dynamicImport('it')", true),
        ("msg.@payload", false),
        ("msg.payload.@trim()", false),
        ("({ ...@msg })", false),
    ] {
        assert_eq!(place(text).is_evaluating(), evaluates, "{text}");
    }
}
