# language: zh-CN
@v3 @gateway
功能: 网关的检查顺序与拒绝
  依据: helper/krgcgauz4akfivia

  背景:
    假如 一个已开通的应用

  @GW-ORDER-01
  场景: 什么签名头都没有
    当 调用方不带任何签名头请求"/v3/auth-flow/OF-00000000000000000000000000000000"
    那么 网关拒绝"TOKEN_CANT_BE_NULL"

  @GW-ORDER-02
  场景大纲: 签名模式缺少参数：<头>
    当 调用方发出查询请求，其中
      | 去掉头 <头> |  |
    那么 网关拒绝"缺少参数"

    例子:
      | 头                        |
      | X-Tsign-Open-App-Id       |
      | X-Tsign-Open-Ca-Timestamp |
      | X-Tsign-Open-Ca-Signature |

  @GW-ORDER-03
  场景: 没有鉴权模式就是令牌模式
    当 调用方发出查询请求，其中
      | 去掉头 X-Tsign-Open-Auth-Mode |  |
    那么 网关拒绝"TOKEN_CANT_BE_NULL"

  @GW-ORDER-04
  场景: 未知的鉴权模式
    当 调用方发出查询请求，其中
      | 头 X-Tsign-Open-Auth-Mode | Basic |
    那么 网关拒绝"AUTHSTRATEGY_NOT_FOUND"

  @GW-ORDER-05
  场景: 无效的应用
    当 调用方发出查询请求，其中
      | 头 X-Tsign-Open-App-Id | 7438999999 |
    那么 网关拒绝"无效的应用"

  @GW-ORDER-06
  场景大纲: 应用的检查先于<后者>
    依据: helper/krgcgauz4akfivia；先后依网关的实际表现
    当 调用方发出查询请求，其中
      | 头 X-Tsign-Open-App-Id | 7438999999 |
      | <改动>                 | <内容>     |
    那么 网关拒绝"无效的应用"

    例子:
      | 后者   | 改动                         | 内容           |
      | 时间戳 | 时间戳偏移                   | -16分钟        |
      | 签名   | 头 X-Tsign-Open-Ca-Signature | xyz            |
      | 路径   | 请求路径                     | /v3/nowhere    |

  @GW-ORDER-07
  场景: 参数的检查先于应用
    依据: helper/krgcgauz4akfivia；先后 Unknown，本项目的选择：缺参数就无从查应用
    当 调用方发出查询请求，其中
      | 头 X-Tsign-Open-App-Id              | 7438999999 |
      | 去掉头 X-Tsign-Open-Ca-Timestamp    |            |
    那么 网关拒绝"缺少参数"

  @GW-ORDER-08
  场景: 时间戳的检查先于签名
    依据: helper/krgcgauz4akfivia；先后 Unknown，本项目的选择：过期的请求不必验签
    当 调用方发出查询请求，其中
      | 时间戳偏移                   | -16分钟 |
      | 头 X-Tsign-Open-Ca-Signature | xyz     |
    那么 网关拒绝"INVALID_TIMESTAMP"

  @GW-ORDER-09
  场景: 令牌的有无先于应用
    依据: helper/krgcgauz4akfivia；先后依网关的实际表现
    当 调用方发出查询请求，其中
      | 去掉头 X-Tsign-Open-Auth-Mode |            |
      | 头 X-Tsign-Open-App-Id        | 7438999999 |
    那么 网关拒绝"TOKEN_CANT_BE_NULL"

  @GW-ORDER-10
  场景: 令牌模式缺少应用号
    依据: helper/krgcgauz4akfivia
    当 调用方发出查询请求，其中
      | 去掉头 X-Tsign-Open-Auth-Mode |     |
      | 去掉头 X-Tsign-Open-App-Id    |     |
      | 头 X-Tsign-Open-Token         | abc |
    那么 网关拒绝"缺少参数"

  @GW-ORDER-11
  场景: 未知路径的签名错误仍是401
    依据: helper/krgcgauz4akfivia；先后 Unknown，本项目的选择：401不透露路径
    当 调用方发出查询请求，其中
      | 请求路径                     | /v3/nowhere |
      | 头 X-Tsign-Open-Ca-Signature | xyz         |
    那么 网关拒绝"INVALID_SIGNATURE"

  @GW-ORDER-12
  场景大纲: 通过网关后未知的路径和方法是404：<方法> <路径>
    依据: 本项目的选择：文档没有写未知路径的回答（Unknown），取HTTP通例
    当 调用方发出查询请求，其中
      | 请求方法 | <方法> |
      | 请求路径 | <路径> |
    那么 HTTP状态码是404
    而且 返回内容为
      | success | false |
      | data    | 缺    |

    例子:
      | 方法   | 路径             |
      | GET    | /v3/nowhere      |
      | DELETE | /v3/psn-auth-url |

  @GW-ORDER-13
  场景: 业务失败是HTTP 200和自己的信封
    依据: 公有云API调用说明（返回格式）；业务失败的状态 Unknown，依令牌接口取200
    当 调用方发出查询请求
    那么 HTTP状态码是200
    而且 返回内容为
      | code    | 1450007 |
      | message | 非空    |
      | data    | null    |
